-- Ids are CUID2. Never char(24): compared with a text parameter it is cast and loses its index.
CREATE TABLE users (
    id text COLLATE "C" PRIMARY KEY CHECK (length(id) = 24),
    handle text COLLATE "C" NOT NULL UNIQUE,
    display_name text NOT NULL,
    bio text NOT NULL DEFAULT '',
    avatar_url text,
    email text COLLATE "C" UNIQUE,
    password_hash text,
    role text NOT NULL CHECK (role IN ('user', 'moderator', 'operator')),
    language text NOT NULL,
    created_at timestamptz NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    follower_count bigint NOT NULL DEFAULT 0 CHECK (follower_count >= 0),
    following_count bigint NOT NULL DEFAULT 0 CHECK (following_count >= 0),
    post_count bigint NOT NULL DEFAULT 0 CHECK (post_count >= 0),
    deleted_at timestamptz,
    -- An account whose content stays keeps its row and nothing personal.
    CHECK ((deleted_at IS NULL) = (email IS NOT NULL)),
    CHECK ((deleted_at IS NULL) = (password_hash IS NOT NULL))
) WITH (fillfactor = 85); -- room for counters to be updated in place

CREATE INDEX users_newest ON users (created_at DESC, id DESC) WHERE deleted_at IS NULL;

CREATE TABLE sessions (
    id text COLLATE "C" PRIMARY KEY CHECK (length(id) = 24),
    user_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
    user_agent text,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

CREATE INDEX sessions_of_user ON sessions (user_id, created_at DESC, id DESC);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE refresh_tokens (
    token_hash bytea PRIMARY KEY CHECK (length(token_hash) = 32),
    session_id text COLLATE "C" NOT NULL REFERENCES sessions ON DELETE CASCADE,
    successor_hash bytea CHECK (length(successor_hash) = 32),
    created_at timestamptz NOT NULL,
    used_at timestamptz,
    CHECK ((used_at IS NULL) = (successor_hash IS NULL))
);

CREATE INDEX refresh_tokens_of_session ON refresh_tokens (session_id);

-- No foreign key: the note outlives the session and its user.
CREATE TABLE ended_sessions (
    session_id text COLLATE "C" PRIMARY KEY CHECK (length(session_id) = 24),
    ended_at timestamptz NOT NULL
);

CREATE INDEX ended_sessions_by_time ON ended_sessions (ended_at);

CREATE TABLE idempotency_records (
    user_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
    key text COLLATE "C" NOT NULL,
    fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32),
    status smallint NOT NULL CHECK (status BETWEEN 200 AND 299),
    headers text[] NOT NULL CHECK (cardinality(headers) % 2 = 0), -- name, value, name, value, ...
    body bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, key)
);

CREATE INDEX idempotency_records_by_time ON idempotency_records (created_at);
