-- Who follows, blocks and mutes whom, read from both ends.

CREATE TABLE follows (
    follower_id TEXT NOT NULL REFERENCES users (id),
    followed_id TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (follower_id, followed_id),
    CHECK (follower_id <> followed_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX follows_newest_followed ON follows (follower_id, created_at DESC, followed_id DESC);
CREATE INDEX follows_newest_followers ON follows (followed_id, created_at DESC, follower_id DESC);

CREATE TABLE blocks (
    blocker_id TEXT NOT NULL REFERENCES users (id),
    blocked_id TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (blocker_id, blocked_id),
    CHECK (blocker_id <> blocked_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX blocks_newest ON blocks (blocker_id, created_at DESC, blocked_id DESC);
CREATE INDEX blocks_of_blocked ON blocks (blocked_id, blocker_id);

CREATE TABLE mutes (
    muter_id TEXT NOT NULL REFERENCES users (id),
    muted_id TEXT NOT NULL REFERENCES users (id),
    created_at INTEGER NOT NULL,
    PRIMARY KEY (muter_id, muted_id),
    CHECK (muter_id <> muted_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX mutes_newest ON mutes (muter_id, created_at DESC, muted_id DESC);
CREATE INDEX mutes_of_muted ON mutes (muted_id, muter_id);
