-- The log of events. The one writer gives each event its position itself.

CREATE TABLE event_head (
    only INTEGER NOT NULL PRIMARY KEY CHECK (only = 1),
    position INTEGER NOT NULL CHECK (position >= 0),
    epoch TEXT NOT NULL CHECK (epoch <> '')
) STRICT;

INSERT INTO event_head (only, position, epoch) VALUES (1, 0, lower(hex(randomblob(6))));

CREATE TABLE events (
    position INTEGER NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE CHECK (length(id) = 24),
    type TEXT NOT NULL,
    aggregate_type TEXT NOT NULL,
    aggregate_id TEXT NOT NULL,
    aggregate_version INTEGER NOT NULL CHECK (aggregate_version > 0),
    audience TEXT NOT NULL CHECK (audience IN ('public', 'owner', 'operator')),
    actor_id TEXT NOT NULL,
    schema_version INTEGER NOT NULL CHECK (schema_version > 0),
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    occurred_at INTEGER NOT NULL,
    trace_parent TEXT
) STRICT;

-- For erasing what an actor left.
CREATE INDEX events_of_actor ON events (actor_id, aggregate_id);
