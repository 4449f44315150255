-- Who follows, blocks and mutes whom. Each table is read from both ends; created_at stands in the
-- keys of lists, which begin with the newest.
CREATE TABLE follows (
    follower_id text COLLATE "C" NOT NULL REFERENCES users,
    followed_id text COLLATE "C" NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (follower_id, followed_id),
    CHECK (follower_id <> followed_id)
);

CREATE INDEX follows_newest_followed ON follows (follower_id, created_at DESC, followed_id DESC);
CREATE INDEX follows_newest_followers ON follows (followed_id, created_at DESC, follower_id DESC);

CREATE TABLE blocks (
    blocker_id text COLLATE "C" NOT NULL REFERENCES users,
    blocked_id text COLLATE "C" NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (blocker_id, blocked_id),
    CHECK (blocker_id <> blocked_id)
);

CREATE INDEX blocks_newest ON blocks (blocker_id, created_at DESC, blocked_id DESC);
-- A block hides both ways: every read looks from this end too.
CREATE INDEX blocks_of_blocked ON blocks (blocked_id, blocker_id);

CREATE TABLE mutes (
    muter_id text COLLATE "C" NOT NULL REFERENCES users,
    muted_id text COLLATE "C" NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (muter_id, muted_id),
    CHECK (muter_id <> muted_id)
);

CREATE INDEX mutes_newest ON mutes (muter_id, created_at DESC, muted_id DESC);
CREATE INDEX mutes_of_muted ON mutes (muted_id);
