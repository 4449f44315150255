-- The made-up world that was loaded to its end: at most one.
CREATE TABLE seed_world (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    users bigint NOT NULL,
    posts bigint NOT NULL,
    comments bigint NOT NULL,
    rng_seed bigint NOT NULL
);
