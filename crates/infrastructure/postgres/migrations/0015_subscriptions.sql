-- Where each reader of the log stands. The revision counts writes: who writes names the last one
-- that he has seen, so that of two leaders only one goes on.
CREATE TABLE subscriptions (
    name text COLLATE "C" PRIMARY KEY CHECK (name ~ '^[a-z][a-z-]*$'),
    epoch text NOT NULL,
    position bigint NOT NULL CHECK (position >= 0),
    state text NOT NULL CHECK (state IN ('reading', 'rebuilding', 'stopped')),
    -- The place of a rebuild, or the reason of a stop.
    detail text,
    revision bigint NOT NULL CHECK (revision >= 0)
) WITH (
    fillfactor = 10, -- a few rows, written with every batch
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 500
);

-- Events that a reader could not work on, and those that wait behind them. No payload: a retry
-- reads it from the log.
CREATE TABLE parked_events (
    reader text COLLATE "C" NOT NULL REFERENCES subscriptions ON DELETE CASCADE,
    position bigint NOT NULL CHECK (position > 0),
    event_id text COLLATE "C" NOT NULL CHECK (length(event_id) = 24),
    event_type text NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id text COLLATE "C" NOT NULL,
    error text NOT NULL,
    tries integer NOT NULL CHECK (tries >= 0),
    parked_at timestamptz NOT NULL,
    PRIMARY KEY (reader, position)
);

CREATE INDEX parked_events_of_aggregate ON parked_events (reader, aggregate_id, position);
