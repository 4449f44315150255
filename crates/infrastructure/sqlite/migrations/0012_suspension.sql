-- Whether a user may write, and the ledger by which every replica learns that it, or his role,
-- changed, or that he is gone.
ALTER TABLE users ADD COLUMN suspended_at INTEGER;

-- What he may do now is read from `users`. No foreign key: the note outlives the user.
CREATE TABLE standing_notes (
    user_id TEXT NOT NULL PRIMARY KEY CHECK (length(user_id) = 24),
    noted_at INTEGER NOT NULL
) STRICT;

CREATE INDEX standing_notes_latest ON standing_notes (noted_at);

-- What moderators did, to whom and why; who runs the program is no user, and has no id. Rows are
-- only ever added. No foreign keys: a row outlives whom it names.
CREATE TABLE moderation_log (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 24),
    created_at INTEGER NOT NULL,
    moderator_id TEXT CHECK (length(moderator_id) = 24),
    action TEXT NOT NULL,
    subject_type TEXT NOT NULL CHECK (subject_type IN ('user', 'post', 'comment')),
    subject_id TEXT NOT NULL CHECK (length(subject_id) = 24),
    reason TEXT
) STRICT;

CREATE INDEX moderation_log_newest ON moderation_log (created_at DESC, id DESC);
CREATE INDEX moderation_log_of_subject ON moderation_log (subject_id);

CREATE TRIGGER moderation_log_keeps_rows BEFORE DELETE ON moderation_log
BEGIN
    SELECT RAISE(ABORT, 'the moderation log is only added to');
END;

-- Only the reason may go: it may tell of somebody who has left.
CREATE TRIGGER moderation_log_keeps_columns BEFORE UPDATE ON moderation_log
WHEN NEW.reason IS NOT NULL OR NEW.id IS NOT OLD.id OR NEW.created_at IS NOT OLD.created_at
    OR NEW.moderator_id IS NOT OLD.moderator_id OR NEW.action IS NOT OLD.action
    OR NEW.subject_type IS NOT OLD.subject_type OR NEW.subject_id IS NOT OLD.subject_id
BEGIN
    SELECT RAISE(ABORT, 'the moderation log is only added to');
END;
