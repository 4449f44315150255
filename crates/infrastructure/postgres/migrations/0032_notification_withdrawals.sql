-- What was undone after its recipient had read of it: done once more, it is there again as it was,
-- and nobody is told anew. Its notification stays for as long as somebody may come back to it.
CREATE TABLE notification_withdrawals (
    source_id text COLLATE "C" NOT NULL,
    actor_id text COLLATE "C" NOT NULL REFERENCES users ON DELETE CASCADE,
    recipient_id text COLLATE "C" NOT NULL,
    kind text COLLATE "C" NOT NULL,
    notification_id text COLLATE "C" NOT NULL REFERENCES notifications ON DELETE CASCADE,
    comment_id text COLLATE "C" REFERENCES comments ON DELETE CASCADE,
    happened_at timestamptz NOT NULL,
    PRIMARY KEY (source_id, actor_id, recipient_id, kind)
);

CREATE INDEX notification_withdrawals_of ON notification_withdrawals (notification_id);
CREATE INDEX notification_withdrawals_of_actor ON notification_withdrawals (actor_id);
CREATE INDEX notification_withdrawals_of_comment ON notification_withdrawals (comment_id)
    WHERE comment_id IS NOT NULL;
