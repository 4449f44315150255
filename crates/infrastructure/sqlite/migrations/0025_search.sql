-- What posts and users are found by: words that the program has taken from them, kept by a reader
-- of the event log; it goes with what it is about. The indexes hold no text of their own, and the
-- triggers take from them what is taken from the tables.

-- `place` is the moment of the post, moved on by a microsecond while another has it: so the index
-- of words is walked from the newest.
CREATE TABLE search_posts (
    place INTEGER PRIMARY KEY,
    post_id TEXT NOT NULL UNIQUE REFERENCES posts (id) ON DELETE CASCADE,
    author_id TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    words TEXT NOT NULL
) STRICT;

-- Words are letters, digits and marks between spaces; to the tokenizer `ascii` all that is not
-- ASCII belongs to a word.
CREATE VIRTUAL TABLE post_words USING fts5(
    words, content='search_posts', content_rowid='place', columnsize=0, tokenize='ascii'
);

CREATE TRIGGER search_posts_added AFTER INSERT ON search_posts BEGIN
    INSERT INTO post_words (rowid, words) VALUES (new.place, new.words);
END;
CREATE TRIGGER search_posts_removed AFTER DELETE ON search_posts BEGIN
    INSERT INTO post_words (post_words, rowid, words) VALUES ('delete', old.place, old.words);
END;
CREATE TRIGGER search_posts_changed AFTER UPDATE ON search_posts BEGIN
    INSERT INTO post_words (post_words, rowid, words) VALUES ('delete', old.place, old.words);
    INSERT INTO post_words (rowid, words) VALUES (new.place, new.words);
END;

-- Two spaces before each word: see domain::discovery::names.
CREATE TABLE search_users (
    place INTEGER PRIMARY KEY,
    user_id TEXT NOT NULL UNIQUE REFERENCES users (id) ON DELETE CASCADE,
    names TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE user_names USING fts5(
    names, content='search_users', content_rowid='place', columnsize=0,
    tokenize='trigram case_sensitive 1'
);

CREATE TRIGGER search_users_added AFTER INSERT ON search_users BEGIN
    INSERT INTO user_names (rowid, names) VALUES (new.place, new.names);
END;
CREATE TRIGGER search_users_removed AFTER DELETE ON search_users BEGIN
    INSERT INTO user_names (user_names, rowid, names) VALUES ('delete', old.place, old.names);
END;
CREATE TRIGGER search_users_changed AFTER UPDATE ON search_users BEGIN
    INSERT INTO user_names (user_names, rowid, names) VALUES ('delete', old.place, old.names);
    INSERT INTO user_names (rowid, names) VALUES (new.place, new.names);
END;
