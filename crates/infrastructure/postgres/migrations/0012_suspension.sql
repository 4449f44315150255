-- Whether a user may write, and the ledger by which every replica learns that it, or his role,
-- changed, or that he is gone.
ALTER TABLE users ADD COLUMN suspended_at timestamptz;

-- What he may do now is read from `users`. No foreign key: the note outlives the user.
CREATE TABLE standing_notes (
    user_id text COLLATE "C" PRIMARY KEY CHECK (length(user_id) = 24),
    noted_at timestamptz NOT NULL
);

CREATE INDEX standing_notes_by_time ON standing_notes (noted_at);

-- What moderators did, to whom and why; who runs the program is no user, and has no id. Rows are
-- only ever added. No foreign keys: a row outlives whom it names.
CREATE TABLE moderation_log (
    id text COLLATE "C" PRIMARY KEY CHECK (length(id) = 24),
    created_at timestamptz NOT NULL,
    moderator_id text COLLATE "C" CHECK (length(moderator_id) = 24),
    action text NOT NULL,
    subject_type text NOT NULL CHECK (subject_type IN ('user', 'post', 'comment')),
    subject_id text COLLATE "C" NOT NULL CHECK (length(subject_id) = 24),
    reason text
);

CREATE INDEX moderation_log_newest ON moderation_log (created_at DESC, id DESC);
CREATE INDEX moderation_log_of_subject ON moderation_log (subject_id);

-- Only the reason may go: it may tell of somebody who has left.
CREATE FUNCTION keep_moderation_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.reason IS NULL
        AND (NEW.id, NEW.created_at, NEW.action, NEW.subject_type, NEW.subject_id)
            = (OLD.id, OLD.created_at, OLD.action, OLD.subject_type, OLD.subject_id)
        AND NEW.moderator_id IS NOT DISTINCT FROM OLD.moderator_id
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the moderation log is only added to';
END
$$;

CREATE TRIGGER moderation_log_is_kept BEFORE UPDATE OR DELETE ON moderation_log
FOR EACH ROW EXECUTE FUNCTION keep_moderation_log();
