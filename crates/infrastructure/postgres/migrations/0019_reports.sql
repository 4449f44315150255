-- What users report to moderators. No foreign keys but to who reports: a report outlives what it
-- is about. Once he has left, it is nobody's.
CREATE TABLE reports (
    id text COLLATE "C" PRIMARY KEY CHECK (length(id) = 24),
    reporter_id text COLLATE "C" REFERENCES users,
    subject_type text COLLATE "C" NOT NULL CHECK (subject_type IN ('user', 'post', 'comment')),
    subject_id text COLLATE "C" NOT NULL CHECK (length(subject_id) = 24),
    -- Whose that is, or who that is.
    owner_id text COLLATE "C" NOT NULL CHECK (length(owner_id) = 24),
    reason text COLLATE "C" NOT NULL,
    note text,
    created_at timestamptz NOT NULL,
    resolved_at timestamptz,
    resolved_by text COLLATE "C" CHECK (length(resolved_by) = 24),
    CHECK ((resolved_at IS NULL) = (resolved_by IS NULL))
);

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
ALTER TABLE moderation_log ADD COLUMN owner_id text COLLATE "C" CHECK (length(owner_id) = 24);
CREATE INDEX moderation_log_of_owner ON moderation_log (owner_id);

CREATE OR REPLACE FUNCTION keep_moderation_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.reason IS NULL
        AND (NEW.id, NEW.created_at, NEW.action, NEW.subject_type, NEW.subject_id)
            = (OLD.id, OLD.created_at, OLD.action, OLD.subject_type, OLD.subject_id)
        AND NEW.moderator_id IS NOT DISTINCT FROM OLD.moderator_id
        AND NEW.owner_id IS NOT DISTINCT FROM OLD.owner_id
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the moderation log is only added to';
END
$$;
