-- Where the log has reached. One row: who locks it gives the next positions.
CREATE TABLE event_head (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    position bigint NOT NULL CHECK (position >= 0),
    epoch text NOT NULL
) WITH (fillfactor = 10);

INSERT INTO event_head (position, epoch)
VALUES (0, substr(replace(gen_random_uuid()::text, '-', ''), 1, 12));

-- Every read joins it: the planner must not take it for a table of a thousand rows.
ANALYZE event_head;

CREATE TABLE outbox (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL CHECK (length(id) = 24),
    type text NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id text COLLATE "C" NOT NULL,
    aggregate_version integer NOT NULL,
    audience text NOT NULL,
    actor_id text COLLATE "C" NOT NULL,
    schema_version smallint NOT NULL,
    payload jsonb NOT NULL,
    occurred_at timestamptz NOT NULL,
    trace_parent text
) WITH (
    -- A queue: every row is dead soon, and a look for the first must not walk over the dead.
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 1000
);

CREATE INDEX outbox_of_actor ON outbox (actor_id);

CREATE TABLE events (
    position bigint NOT NULL CHECK (position > 0),
    id text COLLATE "C" NOT NULL CHECK (length(id) = 24),
    type text NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id text COLLATE "C" NOT NULL,
    aggregate_version integer NOT NULL,
    audience text NOT NULL,
    actor_id text COLLATE "C" NOT NULL,
    schema_version smallint NOT NULL,
    payload jsonb NOT NULL,
    occurred_at timestamptz NOT NULL,
    trace_parent text,
    PRIMARY KEY (position, occurred_at)
) PARTITION BY RANGE (occurred_at);

CREATE INDEX events_of_actor ON events (actor_id);

-- The net for what no day's partition takes.
CREATE TABLE events_default PARTITION OF events DEFAULT;

-- Makes a partition for each of `days` days from `first` (UTC), and moves into it what the net has
-- caught meanwhile. Idempotent; two that run at once wait for each other.
CREATE FUNCTION ensure_event_partitions(first date, days integer) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    made integer := 0;
    day date;
    name text;
    lower_end timestamptz;
    upper_end timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('thoughts.event_partitions', 0));
    FOR day IN SELECT first + n FROM generate_series(0, days - 1) AS n LOOP
        name := 'events_' || to_char(day, 'YYYYMMDD');
        CONTINUE WHEN to_regclass(name) IS NOT NULL;
        lower_end := day::timestamp AT TIME ZONE 'UTC';
        upper_end := (day + 1)::timestamp AT TIME ZONE 'UTC';
        -- Attached rather than made in place: that locks `events` less.
        EXECUTE format(
            'CREATE TABLE %I (LIKE events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
        EXECUTE format(
            'ALTER TABLE %I ADD CHECK (occurred_at >= %L AND occurred_at < %L)',
            name, lower_end, upper_end);
        EXECUTE format(
            'WITH caught AS (DELETE FROM events_default WHERE occurred_at >= %2$L'
            || ' AND occurred_at < %3$L RETURNING position, id, type, aggregate_type,'
            || ' aggregate_id, aggregate_version, audience, actor_id, schema_version, payload,'
            || ' occurred_at, trace_parent) INSERT INTO %1$I (position, id, type, aggregate_type,'
            || ' aggregate_id, aggregate_version, audience, actor_id, schema_version, payload,'
            || ' occurred_at, trace_parent) SELECT position, id, type, aggregate_type,'
            || ' aggregate_id, aggregate_version, audience, actor_id, schema_version, payload,'
            || ' occurred_at, trace_parent FROM caught',
            name, lower_end, upper_end);
        EXECUTE format(
            'ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            name, lower_end, upper_end);
        made := made + 1;
    END LOOP;
    RETURN made;
END
$$;

-- Drops the partitions of whole days (UTC) before `before`, takes those days out of the net too,
-- and returns how many events went.
CREATE FUNCTION drop_event_partitions(before timestamptz) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    dropped bigint := 0;
    counted bigint;
    first_kept date := (before AT TIME ZONE 'UTC')::date;
    name text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('thoughts.event_partitions', 0));
    FOR name IN
        SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'events'::regclass AND c.relname ~ '^events_[0-9]{8}$'
            AND to_date(right(c.relname, 8), 'YYYYMMDD') < first_kept
        ORDER BY c.relname
    LOOP
        EXECUTE format('SELECT count(*) FROM %I', name) INTO counted;
        EXECUTE format('DROP TABLE %I', name);
        dropped := dropped + counted;
    END LOOP;
    DELETE FROM events_default WHERE occurred_at < first_kept::timestamp AT TIME ZONE 'UTC';
    GET DIAGNOSTICS counted = ROW_COUNT;
    RETURN dropped + counted;
END
$$;

-- Partitions for the first days are made by the sweep of the program that runs on this schema,
-- and by this one line for a log that is written to before it.
SELECT ensure_event_partitions((now() AT TIME ZONE 'UTC')::date, 7);
