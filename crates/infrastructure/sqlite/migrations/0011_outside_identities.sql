-- An account that an outside provider vouches for has no password, and perhaps no address. SQLite
-- cannot drop a constraint; its manual names this way for a table that others refer to
-- (https://sqlite.org/lang_altertable.html, section 7). It leaves columns of other migrations
-- alone, wherever they come.
PRAGMA writable_schema = ON;

UPDATE sqlite_schema SET sql = replace(
    replace(sql, '(deleted_at IS NULL) = (email IS NOT NULL)',
        'deleted_at IS NULL OR email IS NULL'),
    '(deleted_at IS NULL) = (password_hash IS NOT NULL)',
    'deleted_at IS NULL OR password_hash IS NULL')
WHERE type = 'table' AND name = 'users';

PRAGMA writable_schema = RESET;

-- Who somebody is at an outside provider. When the account is erased, a digest without a name
-- stays for a while, by which tokens that were issued before the erasure are known.
CREATE TABLE outside_identities (
    digest BLOB NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
    issuer TEXT,
    subject TEXT,
    user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    erased_at INTEGER,
    CHECK ((erased_at IS NULL) = (issuer IS NOT NULL)),
    CHECK ((erased_at IS NULL) = (subject IS NOT NULL)),
    CHECK ((erased_at IS NULL) = (user_id IS NOT NULL))
) STRICT;

CREATE INDEX outside_identities_of_user ON outside_identities (user_id) WHERE user_id IS NOT NULL;
CREATE INDEX outside_identities_erased ON outside_identities (erased_at)
WHERE erased_at IS NOT NULL;
