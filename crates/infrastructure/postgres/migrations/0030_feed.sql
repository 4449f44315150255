-- What a walk from the newest looks at: everybody's posts and reposts in order of time, with who
-- brought each, so that it need not read the rows themselves (docs/decisions/0030).
CREATE INDEX posts_newest_with_author ON posts (created_at DESC, id DESC) INCLUDE (author_id);
-- It serves all that the index without the author did.
DROP INDEX posts_newest;

CREATE INDEX reposts_newest_of_all ON reposts (created_at DESC, post_id DESC) INCLUDE (user_id);
