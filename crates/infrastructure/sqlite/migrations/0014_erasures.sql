-- What is left to do after an account was deleted. No foreign key: the job outlives the row.

CREATE TABLE erasures (
    user_id TEXT NOT NULL PRIMARY KEY CHECK (length(user_id) = 24),
    content TEXT NOT NULL CHECK (content IN ('delete', 'anonymise')),
    step TEXT NOT NULL,
    progress INTEGER NOT NULL CHECK (progress >= 0),
    requested_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    due_at INTEGER NOT NULL
) STRICT;

CREATE INDEX erasures_due ON erasures (due_at, user_id);

-- An actor's events in the order of their places, so that they can be gone through in batches.
DROP INDEX events_of_actor;
CREATE INDEX events_of_actor ON events (actor_id, position);
