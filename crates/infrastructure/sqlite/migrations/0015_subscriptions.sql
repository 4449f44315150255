-- Where each reader of the log stands. The revision counts writes: who writes names the last one
-- that he has seen, so that of two leaders only one goes on.
CREATE TABLE subscriptions (
    name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
    epoch TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    state TEXT NOT NULL CHECK (state IN ('reading', 'rebuilding', 'stopped')),
    -- The place of a rebuild, or the reason of a stop.
    detail TEXT,
    revision INTEGER NOT NULL CHECK (revision >= 0)
) STRICT, WITHOUT ROWID;

-- Events that a reader could not work on, and those that wait behind them. No payload: a retry
-- reads it from the log.
CREATE TABLE parked_events (
    reader TEXT NOT NULL REFERENCES subscriptions (name) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position > 0),
    event_id TEXT NOT NULL CHECK (length(event_id) = 24),
    event_type TEXT NOT NULL,
    aggregate_type TEXT NOT NULL,
    aggregate_id TEXT NOT NULL,
    error TEXT NOT NULL,
    tries INTEGER NOT NULL CHECK (tries >= 0),
    parked_at INTEGER NOT NULL,
    PRIMARY KEY (reader, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX parked_events_of_aggregate ON parked_events (reader, aggregate_id, position);
