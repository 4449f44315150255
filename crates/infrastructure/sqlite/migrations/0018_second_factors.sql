-- A second factor beside the password. Its secret is encrypted under a key that is derived from
-- the signing key; sealed_under names that key.

CREATE TABLE second_factors (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    sealed_secret BLOB NOT NULL,
    sealed_under BLOB NOT NULL CHECK (length(sealed_under) = 8),
    begun_at INTEGER NOT NULL,
    enabled_at INTEGER,
    last_step INTEGER CHECK (last_step >= 0), -- of 30 s since 1970
    CHECK ((enabled_at IS NULL) = (last_step IS NULL))
) STRICT;

CREATE INDEX second_factors_unconfirmed ON second_factors (begun_at) WHERE enabled_at IS NULL;

CREATE TABLE recovery_codes (
    user_id TEXT NOT NULL REFERENCES second_factors (user_id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL CHECK (length(code_hash) = 32),
    PRIMARY KEY (user_id, code_hash)
) STRICT, WITHOUT ROWID;
