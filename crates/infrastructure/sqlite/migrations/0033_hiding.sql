-- What moderators have hidden. A hidden post is in no list, has no hashtags and no words to be found
-- by; a hidden comment is a tombstone to readers, and no tombstone to the tables: it is there with
-- or without replies. Counters of posts and comments count neither.
ALTER TABLE posts ADD COLUMN hidden_at INTEGER;
ALTER TABLE comments ADD COLUMN hidden_at INTEGER CHECK (hidden_at IS NULL OR deleted_at IS NULL);

-- Few are hidden: whoever only asks whether one is looks here.
CREATE INDEX posts_hidden ON posts (id) WHERE hidden_at IS NOT NULL;
CREATE INDEX comments_hidden ON comments (id) WHERE hidden_at IS NOT NULL;

-- Who sees what is hidden, beside its author.
CREATE VIEW moderators (id) AS
    SELECT u.id FROM users u WHERE u.role IN ('moderator', 'operator') AND u.deleted_at IS NULL;

-- What somebody was told of and may see: notifications are read through this. They stay as they
-- are when something is hidden, and are back when it is shown again.
CREATE VIEW told AS
    SELECT e.source_id, e.actor_id, e.recipient_id, e.kind, e.notification_id, e.comment_id,
        e.happened_at
    FROM notification_entries e
    WHERE NOT EXISTS (
        SELECT 1 FROM comments c WHERE c.id = e.comment_id AND c.hidden_at IS NOT NULL
    ) AND NOT EXISTS (
        SELECT 1 FROM posts s WHERE s.id = e.source_id AND s.hidden_at IS NOT NULL
    ) AND NOT EXISTS (
        SELECT 1 FROM notifications n JOIN posts p ON p.id = n.post_id AND p.hidden_at IS NOT NULL
        WHERE n.id = e.notification_id
    );
