-- What is left to do after an account was deleted. No foreign key: the job outlives the row.
CREATE TABLE erasures (
    user_id text COLLATE "C" PRIMARY KEY CHECK (length(user_id) = 24),
    content text NOT NULL CHECK (content IN ('delete', 'anonymise')),
    step text NOT NULL,
    progress bigint NOT NULL CHECK (progress >= 0),
    requested_at timestamptz NOT NULL,
    attempts integer NOT NULL CHECK (attempts >= 0),
    due_at timestamptz NOT NULL
) WITH (fillfactor = 50); -- every batch writes its row again

CREATE INDEX erasures_by_due ON erasures (due_at, user_id);

-- An actor's events in the order of their places, so that they can be gone through in batches.
DROP INDEX events_of_actor;
CREATE INDEX events_of_actor ON events (actor_id, position);

DROP INDEX outbox_of_actor;
CREATE INDEX outbox_of_actor ON outbox (actor_id, seq);

-- The deepest rows of a post first: nothing stands under them. It serves the foreign key too.
DROP INDEX comments_of_post;
CREATE INDEX comments_of_post ON comments (post_id, depth);

-- Only an erasure in one piece looked for them by post.
DROP INDEX comments_tombstones;

-- Who is named by whom, for his export.
CREATE INDEX posts_mentioning ON posts USING gin (mention_ids) WHERE mention_ids <> '{}';
