-- What users report to moderators. No foreign keys but to who reports: a report outlives what it
-- is about. Once he has left, it is nobody's.
CREATE TABLE reports (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 24),
    reporter_id TEXT REFERENCES users (id),
    subject_type TEXT NOT NULL CHECK (subject_type IN ('user', 'post', 'comment')),
    subject_id TEXT NOT NULL CHECK (length(subject_id) = 24),
    -- Whose that is, or who that is.
    owner_id TEXT NOT NULL CHECK (length(owner_id) = 24),
    reason TEXT NOT NULL,
    note TEXT,
    created_at INTEGER NOT NULL,
    resolved_at INTEGER,
    resolved_by TEXT CHECK (length(resolved_by) = 24),
    CHECK ((resolved_at IS NULL) = (resolved_by IS NULL))
) STRICT;

-- Who reports again what he has reported changes the report that is open.
CREATE UNIQUE INDEX reports_open_once ON reports (reporter_id, subject_id)
WHERE resolved_at IS NULL;
CREATE INDEX reports_of_reporter ON reports (reporter_id, created_at DESC, id DESC);
CREATE INDEX reports_of_owner ON reports (owner_id) WHERE note IS NOT NULL;
CREATE INDEX reports_open ON reports (created_at DESC, id DESC) WHERE resolved_at IS NULL;
CREATE INDEX reports_resolved ON reports (created_at DESC, id DESC)
WHERE resolved_at IS NOT NULL;

-- An export walks the notifications of a recipient in the order of their ids.
CREATE INDEX notifications_of_recipient_by_id ON notifications (recipient_id, id);
DROP INDEX notifications_of_recipient;

-- A line of the log may be about what somebody wrote: its reason goes with him too.
ALTER TABLE moderation_log ADD COLUMN owner_id TEXT CHECK (length(owner_id) = 24);
CREATE INDEX moderation_log_of_owner ON moderation_log (owner_id);

DROP TRIGGER moderation_log_keeps_columns;
CREATE TRIGGER moderation_log_keeps_columns BEFORE UPDATE ON moderation_log
WHEN NEW.reason IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.created_at IS NOT OLD.created_at
    OR NEW.moderator_id IS NOT OLD.moderator_id OR NEW.action IS NOT OLD.action
    OR NEW.subject_type IS NOT OLD.subject_type OR NEW.subject_id IS NOT OLD.subject_id
    OR NEW.owner_id IS NOT OLD.owner_id
BEGIN
    SELECT RAISE(ABORT, 'the moderation log is only added to');
END;
