-- Who likes, reposts and keeps what. Each table is read by its reader first: a page asks for what
-- one user has done with each of its rows. How many there are stands in the counters of `posts`
-- and `comments`.
CREATE TABLE post_likes (
    user_id text COLLATE "C" NOT NULL REFERENCES users,
    post_id text COLLATE "C" NOT NULL REFERENCES posts ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, post_id)
);

CREATE INDEX post_likes_newest ON post_likes (post_id, created_at DESC, user_id DESC);

CREATE TABLE comment_likes (
    user_id text COLLATE "C" NOT NULL REFERENCES users,
    comment_id text COLLATE "C" NOT NULL REFERENCES comments ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, comment_id)
);

CREATE INDEX comment_likes_of_comment ON comment_likes (comment_id);

CREATE TABLE reposts (
    user_id text COLLATE "C" NOT NULL REFERENCES users,
    post_id text COLLATE "C" NOT NULL REFERENCES posts ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, post_id)
);

CREATE INDEX reposts_newest ON reposts (post_id, created_at DESC, user_id DESC);
CREATE INDEX reposts_of_user ON reposts (user_id, created_at DESC, post_id DESC);

CREATE TABLE bookmarks (
    user_id text COLLATE "C" NOT NULL REFERENCES users,
    post_id text COLLATE "C" NOT NULL REFERENCES posts ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, post_id)
);

CREATE INDEX bookmarks_newest ON bookmarks (user_id, created_at DESC, post_id DESC);
CREATE INDEX bookmarks_of_post ON bookmarks (post_id);

-- Where reactions to a popular post are counted: a row for each connection, so that nobody waits
-- for another's commit. A counter is its column and these together; a worker adds them to it and
-- takes them away (docs/decisions/0024).
CREATE TABLE counter_slots (
    post_id text COLLATE "C" NOT NULL REFERENCES posts ON DELETE CASCADE,
    backend integer NOT NULL,
    likes bigint NOT NULL DEFAULT 0,
    reposts bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (post_id, backend)
) WITH (
    fillfactor = 50, -- written again and again while a post is popular
    autovacuum_vacuum_scale_factor = 0,
    autovacuum_vacuum_threshold = 500
);

-- Slots of a post are there only while it says so; a read looks for them only then. A column
-- alone may be below zero for as long as what it lacks stands in a slot.
ALTER TABLE posts
    ADD COLUMN has_slots boolean NOT NULL DEFAULT false,
    DROP CONSTRAINT posts_like_count_check,
    DROP CONSTRAINT posts_repost_count_check;

CREATE INDEX posts_with_slots ON posts (id) WHERE has_slots;
