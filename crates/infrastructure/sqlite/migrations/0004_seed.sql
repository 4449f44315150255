-- The made-up world that was loaded to its end: at most one.
CREATE TABLE seed_world (
    singleton INTEGER NOT NULL PRIMARY KEY DEFAULT 1 CHECK (singleton = 1),
    users INTEGER NOT NULL,
    posts INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    rng_seed INTEGER NOT NULL
) STRICT;
