CREATE TABLE posts (
    id text COLLATE "C" PRIMARY KEY CHECK (length(id) = 24),
    author_id text COLLATE "C" NOT NULL REFERENCES users,
    body text NOT NULL,
    hashtags text[] NOT NULL DEFAULT '{}',
    mention_ids text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL,
    edited_at timestamptz,
    version integer NOT NULL CHECK (version > 0),
    comment_count bigint NOT NULL DEFAULT 0 CHECK (comment_count >= 0),
    like_count bigint NOT NULL DEFAULT 0 CHECK (like_count >= 0),
    repost_count bigint NOT NULL DEFAULT 0 CHECK (repost_count >= 0)
) WITH (fillfactor = 85); -- room for counters to be updated in place

CREATE INDEX posts_newest ON posts (created_at DESC, id DESC);
CREATE INDEX posts_of_author ON posts (author_id, created_at DESC, id DESC);

CREATE TABLE post_hashtags (
    tag text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    post_id text COLLATE "C" NOT NULL REFERENCES posts ON DELETE CASCADE,
    PRIMARY KEY (tag, created_at, post_id)
);

CREATE INDEX post_hashtags_of_post ON post_hashtags (post_id);

CREATE TABLE post_edits (
    post_id text COLLATE "C" NOT NULL REFERENCES posts ON DELETE CASCADE,
    version integer NOT NULL CHECK (version > 0),
    body text NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (post_id, version)
);
