-- How much posts and hashtags move, kept by a reader of the event log. `heat` is a logarithm, counted
-- in half-lives (domain::discovery::heat), so it stays right as time goes by; `known_at` is where
-- the log was when it was looked at.
CREATE TABLE trending_posts (
    post_id TEXT NOT NULL PRIMARY KEY REFERENCES posts (id) ON DELETE CASCADE,
    heat REAL NOT NULL,
    known_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX trending_posts_hottest ON trending_posts (heat DESC, post_id);

CREATE TABLE trending_hashtags (
    tag TEXT NOT NULL PRIMARY KEY,
    heat REAL NOT NULL,
    known_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX trending_hashtags_hottest ON trending_hashtags (heat DESC, tag);

-- Hashtags that have lost a post since the reader looked at them last.
CREATE TABLE stale_hashtags (
    tag TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- A hashtag goes with the last post that has it, however posts go; one that others have is looked
-- at again.
CREATE TRIGGER post_hashtags_lost AFTER DELETE ON post_hashtags BEGIN
    DELETE FROM trending_hashtags WHERE tag = old.tag
        AND NOT EXISTS (SELECT 1 FROM post_hashtags t WHERE t.tag = old.tag);
    DELETE FROM stale_hashtags WHERE tag = old.tag
        AND NOT EXISTS (SELECT 1 FROM trending_hashtags h WHERE h.tag = old.tag);
    INSERT INTO stale_hashtags (tag) SELECT h.tag FROM trending_hashtags h
        WHERE h.tag = old.tag AND NOT EXISTS (SELECT 1 FROM stale_hashtags s WHERE s.tag = h.tag);
END;
