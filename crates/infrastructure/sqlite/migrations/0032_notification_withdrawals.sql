-- What was undone after its recipient had read of it: done once more, it is there again as it was,
-- and nobody is told anew. Its notification stays for as long as somebody may come back to it.
CREATE TABLE notification_withdrawals (
    source_id TEXT NOT NULL,
    actor_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    recipient_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    notification_id TEXT NOT NULL REFERENCES notifications (id) ON DELETE CASCADE,
    comment_id TEXT REFERENCES comments (id) ON DELETE CASCADE,
    happened_at INTEGER NOT NULL,
    PRIMARY KEY (source_id, actor_id, recipient_id, kind)
) STRICT, WITHOUT ROWID;

CREATE INDEX notification_withdrawals_of ON notification_withdrawals (notification_id);
CREATE INDEX notification_withdrawals_of_actor ON notification_withdrawals (actor_id);
CREATE INDEX notification_withdrawals_of_comment ON notification_withdrawals (comment_id)
WHERE comment_id IS NOT NULL;
