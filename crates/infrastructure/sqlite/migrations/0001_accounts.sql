-- Users, their sessions and what is remembered of answers to them.
-- Every time is in microseconds since 1970-01-01T00:00:00Z; every id is a CUID2 of 24 characters.

CREATE TABLE users (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 24),
    handle TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    bio TEXT NOT NULL,
    avatar_url TEXT,
    email TEXT UNIQUE,
    password_hash TEXT,
    role TEXT NOT NULL CHECK (role IN ('user', 'moderator', 'operator')),
    language TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    version INTEGER NOT NULL CHECK (version > 0),
    follower_count INTEGER NOT NULL DEFAULT 0 CHECK (follower_count >= 0),
    following_count INTEGER NOT NULL DEFAULT 0 CHECK (following_count >= 0),
    post_count INTEGER NOT NULL DEFAULT 0 CHECK (post_count >= 0),
    deleted_at INTEGER,
    CHECK ((deleted_at IS NULL) = (email IS NOT NULL)),
    CHECK ((deleted_at IS NULL) = (password_hash IS NOT NULL))
) STRICT;

CREATE INDEX users_newest ON users (created_at DESC, id DESC) WHERE deleted_at IS NULL;

CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 24),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    user_agent TEXT,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sessions_of_user ON sessions (user_id, created_at DESC, id DESC);
CREATE INDEX sessions_expiring ON sessions (expires_at);

CREATE TABLE refresh_tokens (
    token_hash BLOB NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    successor_hash BLOB,
    created_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);

-- Outlives the session and the user, so it names neither by a foreign key.
CREATE TABLE ended_sessions (
    session_id TEXT NOT NULL PRIMARY KEY,
    ended_at INTEGER NOT NULL
) STRICT;

CREATE INDEX ended_sessions_latest ON ended_sessions (ended_at);

-- Headers are lines of `name: value`, as on the wire.
CREATE TABLE idempotency_records (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
    status INTEGER NOT NULL CHECK (status BETWEEN 200 AND 299),
    headers TEXT NOT NULL,
    body BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, key)
) STRICT;

CREATE INDEX idempotency_records_oldest ON idempotency_records (created_at);
