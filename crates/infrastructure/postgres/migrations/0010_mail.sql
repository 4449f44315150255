ALTER TABLE users ADD COLUMN email_verified_at timestamptz;

-- What waits to be sent: no address and no token, both are found when it is sent. Whoever asks
-- twice gets one mail.
CREATE TABLE mails (
    id text COLLATE "C" PRIMARY KEY CHECK (length(id) = 24),
    user_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
    kind text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    UNIQUE (user_id, kind)
);

CREATE INDEX mails_due ON mails (due_at, id);
CREATE INDEX mails_oldest ON mails (created_at);

-- Addresses that somebody named as his own; most rows are gone within a second.
CREATE TABLE forgotten_passwords (
    id text COLLATE "C" PRIMARY KEY CHECK (length(id) = 24),
    email text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE INDEX forgotten_passwords_oldest ON forgotten_passwords (created_at, id);
CREATE INDEX forgotten_passwords_of_email ON forgotten_passwords (email);

CREATE TABLE one_time_tokens (
    user_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
    purpose text COLLATE "C" NOT NULL,
    token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, purpose)
);

CREATE INDEX one_time_tokens_by_expiry ON one_time_tokens (expires_at);

-- Handles that lead to their former owner, and are kept for him.
CREATE TABLE former_handles (
    handle text COLLATE "C" PRIMARY KEY,
    user_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
    reserved_until timestamptz NOT NULL
);

CREATE INDEX former_handles_of_user ON former_handles (user_id);
CREATE INDEX former_handles_by_expiry ON former_handles (reserved_until);
