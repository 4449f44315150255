-- Who likes, reposts and keeps what. Each table is read by its reader first: a page asks for what
-- one user has done with each of its rows. How many there are stands in the counters of `posts`
-- and `comments`.

CREATE TABLE post_likes (
    user_id TEXT NOT NULL REFERENCES users (id),
    post_id TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, post_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX post_likes_newest ON post_likes (post_id, created_at DESC, user_id DESC);

CREATE TABLE comment_likes (
    user_id TEXT NOT NULL REFERENCES users (id),
    comment_id TEXT NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, comment_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX comment_likes_of_comment ON comment_likes (comment_id);

CREATE TABLE reposts (
    user_id TEXT NOT NULL REFERENCES users (id),
    post_id TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, post_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX reposts_newest ON reposts (post_id, created_at DESC, user_id DESC);
CREATE INDEX reposts_of_user ON reposts (user_id, created_at DESC, post_id DESC);

CREATE TABLE bookmarks (
    user_id TEXT NOT NULL REFERENCES users (id),
    post_id TEXT NOT NULL REFERENCES posts (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, post_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX bookmarks_newest ON bookmarks (user_id, created_at DESC, post_id DESC);
CREATE INDEX bookmarks_of_post ON bookmarks (post_id);
