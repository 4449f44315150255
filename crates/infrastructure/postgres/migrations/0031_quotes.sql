-- The post that a post quotes. No reference: who quotes keeps his quote when what he quotes is
-- deleted, and reads tell that it is gone.
ALTER TABLE posts
    ADD COLUMN quoted_post_id text COLLATE "C" CHECK (length(quoted_post_id) = 24);

CREATE INDEX posts_quoting ON posts (quoted_post_id, created_at DESC, id DESC)
    WHERE quoted_post_id IS NOT NULL;
