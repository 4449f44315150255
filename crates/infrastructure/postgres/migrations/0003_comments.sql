CREATE TABLE comments (
    id text COLLATE "C" PRIMARY KEY CHECK (length(id) = 24),
    post_id text COLLATE "C" NOT NULL REFERENCES posts ON DELETE CASCADE,
    parent_id text COLLATE "C" REFERENCES comments,
    author_id text COLLATE "C" REFERENCES users,
    body text,
    depth smallint NOT NULL CHECK (depth BETWEEN 0 AND 8),
    created_at timestamptz NOT NULL,
    edited_at timestamptz,
    version integer NOT NULL CHECK (version > 0),
    like_count bigint NOT NULL DEFAULT 0 CHECK (like_count >= 0),
    reply_count bigint NOT NULL DEFAULT 0 CHECK (reply_count >= 0),
    deleted_at timestamptz,
    CHECK ((depth = 0) = (parent_id IS NULL)),
    -- A tombstone has neither author nor body, and everything else has both.
    CHECK ((deleted_at IS NULL) = (author_id IS NOT NULL)),
    CHECK ((deleted_at IS NULL) = (body IS NOT NULL))
) WITH (fillfactor = 85); -- room for counters to be updated in place

CREATE INDEX comments_top_level ON comments (post_id, created_at, id) WHERE parent_id IS NULL;
-- Both of these also serve their foreign keys when a post or a parent goes.
CREATE INDEX comments_of_post ON comments (post_id);
CREATE INDEX comments_replies ON comments (parent_id, created_at, id) WHERE parent_id IS NOT NULL;
-- Not "where deleted_at is null", which the foreign key's own look-up could not use; a tombstone
-- has no author, so the index holds the same rows.
CREATE INDEX comments_of_user ON comments (author_id, created_at DESC, id DESC)
    WHERE author_id IS NOT NULL;
CREATE INDEX comments_tombstones ON comments (post_id, depth) WHERE deleted_at IS NOT NULL;

CREATE TABLE ranking_generations (
    id text COLLATE "C" PRIMARY KEY CHECK (length(id) = 24),
    scope text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    member_ids text[] NOT NULL
);

CREATE INDEX ranking_generations_of_scope ON ranking_generations (scope, created_at DESC);
CREATE INDEX ranking_generations_by_time ON ranking_generations (created_at);
