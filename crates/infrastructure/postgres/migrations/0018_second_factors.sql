-- A second factor beside the password. Its secret is encrypted under a key that is derived from
-- the signing key; sealed_under names that key.
CREATE TABLE second_factors (
    user_id text COLLATE "C" PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    sealed_secret bytea NOT NULL,
    sealed_under bytea NOT NULL CHECK (length(sealed_under) = 8),
    begun_at timestamptz NOT NULL,
    enabled_at timestamptz,
    last_step bigint CHECK (last_step >= 0), -- of 30 s since 1970
    CHECK ((enabled_at IS NULL) = (last_step IS NULL))
);

CREATE INDEX second_factors_unconfirmed ON second_factors (begun_at) WHERE enabled_at IS NULL;

CREATE TABLE recovery_codes (
    user_id text COLLATE "C" NOT NULL REFERENCES second_factors ON DELETE CASCADE,
    code_hash bytea NOT NULL CHECK (length(code_hash) = 32),
    PRIMARY KEY (user_id, code_hash)
);
