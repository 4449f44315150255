-- What posts and users are found by: words that the program has taken from them, kept by a reader
-- of the event log. No column of posts and users, so that neither their own writes nor their
-- counters carry it; it goes with what it is about.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE post_search (
    post_id text COLLATE "C" PRIMARY KEY REFERENCES posts ON DELETE CASCADE,
    author_id text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL,
    words tsvector NOT NULL
);

CREATE INDEX post_search_words ON post_search USING gin (words);
-- One author's posts are fewer than those that hold a common word.
CREATE INDEX post_search_of_author ON post_search (author_id, created_at DESC);

-- Two spaces before each word: see domain::discovery::names.
CREATE TABLE user_search (
    user_id text COLLATE "C" PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    names text NOT NULL
);

CREATE INDEX user_search_names ON user_search USING gin (names gin_trgm_ops);
