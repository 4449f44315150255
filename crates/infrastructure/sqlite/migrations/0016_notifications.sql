-- What somebody is told: everything of one kind and about one thing is one row until it was read.
-- It goes with its recipient and its post; how many did it is counted when it is read, so that
-- nothing has to be counted off when one of them goes.
CREATE TABLE notifications (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 24),
    recipient_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    post_id TEXT REFERENCES posts (id) ON DELETE CASCADE,
    read_at INTEGER
) STRICT;

-- The one that others may still join; also what is counted as unread.
CREATE UNIQUE INDEX notifications_unread ON notifications (recipient_id, kind, subject_id)
WHERE read_at IS NULL;
CREATE INDEX notifications_of_recipient ON notifications (recipient_id);
CREATE INDEX notifications_of_post ON notifications (post_id);

-- Who did it, and by what: one row for each comment or post that somebody was told of.
CREATE TABLE notification_entries (
    source_id TEXT NOT NULL,
    actor_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    recipient_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    notification_id TEXT NOT NULL REFERENCES notifications (id) ON DELETE CASCADE,
    comment_id TEXT REFERENCES comments (id) ON DELETE CASCADE,
    happened_at INTEGER NOT NULL,
    PRIMARY KEY (source_id, actor_id, recipient_id, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX notification_entries_in_time
ON notification_entries (notification_id, happened_at DESC, source_id, actor_id);
CREATE INDEX notification_entries_of_actor ON notification_entries (actor_id);
CREATE INDEX notification_entries_of_comment ON notification_entries (comment_id)
WHERE comment_id IS NOT NULL;

-- Where it stands in its recipient's list, and where it stood before others joined it: a walk
-- that began earlier finds it there. Places are moments in microseconds, each given once to a
-- recipient and later than those before.
CREATE TABLE notification_places (
    recipient_id TEXT NOT NULL,
    place INTEGER NOT NULL,
    notification_id TEXT NOT NULL REFERENCES notifications (id) ON DELETE CASCADE,
    -- The place that it moved to; null where it is now.
    left_for INTEGER,
    PRIMARY KEY (recipient_id, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX notification_places_now ON notification_places (notification_id)
WHERE left_for IS NULL;
CREATE INDEX notification_places_of ON notification_places (notification_id);
CREATE INDEX notification_places_list ON notification_places (recipient_id, place)
WHERE left_for IS NULL;
CREATE INDEX notification_places_left ON notification_places (recipient_id, left_for)
WHERE left_for IS NOT NULL;
