-- Mails, mailed tokens, and handles that were given up.

ALTER TABLE users ADD COLUMN email_verified_at INTEGER;

-- What waits to be sent: no address and no token, both are found when it is sent. Whoever asks
-- twice gets one mail.
CREATE TABLE mails (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 24),
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    UNIQUE (user_id, kind)
) STRICT;

CREATE INDEX mails_due ON mails (due_at, id);
CREATE INDEX mails_oldest ON mails (created_at);

-- Addresses that somebody named as his own; most rows are gone within a second.
CREATE TABLE forgotten_passwords (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 24),
    email TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX forgotten_passwords_oldest ON forgotten_passwords (created_at, id);
CREATE INDEX forgotten_passwords_of_email ON forgotten_passwords (email);

CREATE TABLE one_time_tokens (
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (user_id, purpose)
) STRICT;

CREATE INDEX one_time_tokens_expiring ON one_time_tokens (expires_at);

-- Handles that lead to their former owner, and are kept for him.
CREATE TABLE former_handles (
    handle TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    reserved_until INTEGER NOT NULL
) STRICT;

CREATE INDEX former_handles_of_user ON former_handles (user_id);
CREATE INDEX former_handles_expiring ON former_handles (reserved_until);
