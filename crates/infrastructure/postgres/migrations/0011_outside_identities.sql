-- An account that an outside provider vouches for has no password, and perhaps no address.
ALTER TABLE users
    DROP CONSTRAINT users_check,
    DROP CONSTRAINT users_check1,
    ADD CONSTRAINT users_erased_holds_nothing
        CHECK (deleted_at IS NULL OR (email IS NULL AND password_hash IS NULL));

-- Who somebody is at an outside provider. When the account is erased, a digest without a name
-- stays for a while, by which tokens that were issued before the erasure are known.
CREATE TABLE outside_identities (
    digest bytea PRIMARY KEY CHECK (length(digest) = 32), -- SHA-256 of issuer, a zero byte, subject
    issuer text COLLATE "C",
    subject text COLLATE "C",
    user_id text COLLATE "C" REFERENCES users ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    erased_at timestamptz,
    CHECK ((erased_at IS NULL) = (issuer IS NOT NULL)),
    CHECK ((erased_at IS NULL) = (subject IS NOT NULL)),
    CHECK ((erased_at IS NULL) = (user_id IS NOT NULL))
);

CREATE INDEX outside_identities_of_user ON outside_identities (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX outside_identities_erased ON outside_identities (erased_at)
WHERE erased_at IS NOT NULL;
