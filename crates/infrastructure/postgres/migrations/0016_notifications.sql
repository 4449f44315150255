-- What somebody is told: everything of one kind and about one thing is one row until it was read.
-- It goes with its recipient and its post; how many did it is counted when it is read, so that
-- nothing has to be counted off when one of them goes.
CREATE TABLE notifications (
    id text COLLATE "C" PRIMARY KEY CHECK (length(id) = 24),
    recipient_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
    kind text COLLATE "C" NOT NULL,
    subject_id text COLLATE "C" NOT NULL,
    post_id text COLLATE "C" REFERENCES posts ON DELETE CASCADE,
    read_at timestamptz
);

-- The one that others may still join; also what is counted as unread.
CREATE UNIQUE INDEX notifications_unread ON notifications (recipient_id, kind, subject_id)
    WHERE read_at IS NULL;
CREATE INDEX notifications_of_recipient ON notifications (recipient_id);
CREATE INDEX notifications_of_post ON notifications (post_id);

-- Who did it, and by what: one row for each comment or post that somebody was told of.
CREATE TABLE notification_entries (
    source_id text COLLATE "C" NOT NULL,
    actor_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
    recipient_id text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    notification_id text COLLATE "C" NOT NULL REFERENCES notifications ON DELETE CASCADE,
    comment_id text COLLATE "C" REFERENCES comments ON DELETE CASCADE,
    happened_at timestamptz NOT NULL,
    PRIMARY KEY (source_id, actor_id, recipient_id, kind)
);

CREATE INDEX notification_entries_in_time
    ON notification_entries (notification_id, happened_at DESC, source_id) INCLUDE (actor_id);
CREATE INDEX notification_entries_of_actor ON notification_entries (actor_id);
CREATE INDEX notification_entries_of_comment ON notification_entries (comment_id)
    WHERE comment_id IS NOT NULL;

-- Where it stands in its recipient's list, and where it stood before others joined it: a walk
-- that began earlier finds it there. Places are moments in microseconds, each given once to a
-- recipient and later than those before.
CREATE TABLE notification_places (
    recipient_id text COLLATE "C" NOT NULL,
    place bigint NOT NULL,
    notification_id text COLLATE "C" NOT NULL REFERENCES notifications ON DELETE CASCADE,
    -- The place that it moved to; null where it is now.
    left_for bigint,
    PRIMARY KEY (recipient_id, place)
);

CREATE INDEX notification_places_now ON notification_places (notification_id)
    WHERE left_for IS NULL;
CREATE INDEX notification_places_of ON notification_places (notification_id);
CREATE INDEX notification_places_list ON notification_places (recipient_id, place)
    WHERE left_for IS NULL;
CREATE INDEX notification_places_left ON notification_places (recipient_id, left_for)
    WHERE left_for IS NOT NULL;
