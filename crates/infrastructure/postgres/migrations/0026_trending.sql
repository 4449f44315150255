-- How much posts and hashtags move, kept by a reader of the event log. `heat` is a logarithm, counted
-- in half-lives (domain::discovery::heat), so it stays right as time goes by; `known_at` is where
-- the log was when it was looked at.
CREATE TABLE trending_posts (
    post_id text COLLATE "C" PRIMARY KEY REFERENCES posts ON DELETE CASCADE,
    heat double precision NOT NULL,
    known_at bigint NOT NULL
);

CREATE INDEX trending_posts_hottest ON trending_posts (heat DESC, post_id);

CREATE TABLE trending_hashtags (
    tag text COLLATE "C" PRIMARY KEY,
    heat double precision NOT NULL,
    known_at bigint NOT NULL
);

CREATE INDEX trending_hashtags_hottest ON trending_hashtags (heat DESC, tag);

-- Hashtags that have lost a post since the reader looked at them last. A table of its own that is
-- only added to, so that whoever deletes posts waits for nobody.
CREATE TABLE stale_hashtags (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tag text COLLATE "C" NOT NULL
);

-- A hashtag goes with the last post that has it, however posts go; one that others have is looked
-- at again.
CREATE FUNCTION note_lost_hashtags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM trending_hashtags h USING lost
    WHERE h.tag = lost.tag AND NOT EXISTS (SELECT FROM post_hashtags t WHERE t.tag = h.tag);
    INSERT INTO stale_hashtags (tag)
    SELECT DISTINCT lost.tag FROM lost JOIN trending_hashtags h ON h.tag = lost.tag;
    RETURN NULL;
END
$$;

CREATE TRIGGER post_hashtags_lost AFTER DELETE ON post_hashtags
REFERENCING OLD TABLE AS lost FOR EACH STATEMENT EXECUTE FUNCTION note_lost_hashtags();
