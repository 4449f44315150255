-- Posts, their history and the comments on them.

-- Hashtags and mentions are kept in order, separated by spaces: neither ever holds one.
CREATE TABLE posts (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 24),
    author_id TEXT NOT NULL REFERENCES users (id),
    body TEXT NOT NULL,
    hashtags TEXT NOT NULL,
    mention_ids TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    edited_at INTEGER,
    version INTEGER NOT NULL CHECK (version > 0),
    comment_count INTEGER NOT NULL DEFAULT 0 CHECK (comment_count >= 0),
    like_count INTEGER NOT NULL DEFAULT 0 CHECK (like_count >= 0),
    repost_count INTEGER NOT NULL DEFAULT 0 CHECK (repost_count >= 0)
) STRICT;

CREATE INDEX posts_newest ON posts (created_at DESC, id DESC);
CREATE INDEX posts_of_author ON posts (author_id, created_at DESC, id DESC);

CREATE TABLE post_hashtags (
    tag TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    post_id TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    PRIMARY KEY (tag, created_at, post_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX post_hashtags_of_post ON post_hashtags (post_id);

CREATE TABLE post_edits (
    post_id TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    version INTEGER NOT NULL CHECK (version > 0),
    body TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    PRIMARY KEY (post_id, version)
) STRICT;

-- A tombstone has neither author nor body.
CREATE TABLE comments (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 24),
    post_id TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    parent_id TEXT REFERENCES comments (id),
    author_id TEXT REFERENCES users (id),
    body TEXT,
    depth INTEGER NOT NULL CHECK (depth BETWEEN 0 AND 8),
    created_at INTEGER NOT NULL,
    edited_at INTEGER,
    version INTEGER NOT NULL CHECK (version > 0),
    like_count INTEGER NOT NULL DEFAULT 0 CHECK (like_count >= 0),
    reply_count INTEGER NOT NULL DEFAULT 0 CHECK (reply_count >= 0),
    deleted_at INTEGER,
    CHECK ((deleted_at IS NULL) = (author_id IS NOT NULL)),
    CHECK ((deleted_at IS NULL) = (body IS NOT NULL))
) STRICT;

-- The top level of a post in order, and with its first column what goes with the post.
CREATE INDEX comments_of_post ON comments (post_id, parent_id, created_at, id);
CREATE INDEX comments_under ON comments (parent_id, created_at, id) WHERE parent_id IS NOT NULL;
-- Tombstones have no author; said so, the index also serves the foreign key.
CREATE INDEX comments_of_author ON comments (author_id, created_at DESC, id DESC)
WHERE author_id IS NOT NULL;

-- The ids of a ranked list in their order, a JSON array.
CREATE TABLE ranking_generations (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 24),
    scope TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    member_ids TEXT NOT NULL CHECK (json_valid(member_ids))
) STRICT;

CREATE INDEX ranking_generations_newest ON ranking_generations (scope, created_at DESC);
CREATE INDEX ranking_generations_oldest ON ranking_generations (created_at);
