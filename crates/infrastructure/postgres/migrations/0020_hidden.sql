-- Whom a reader does not see: the one place that says so. Looked up by both columns, or by the
-- viewer alone; each part answers from an index of its own.

-- A block hides both from each other.
CREATE VIEW hidden_by_block (viewer_id, user_id) AS
    SELECT blocker_id, blocked_id FROM blocks
    UNION ALL SELECT blocked_id, blocker_id FROM blocks;

-- A mute hides whom it is about, from lists and notifications only.
CREATE VIEW hidden_in_lists (viewer_id, user_id) AS
    SELECT blocker_id, blocked_id FROM blocks
    UNION ALL SELECT blocked_id, blocker_id FROM blocks
    UNION ALL SELECT muter_id, muted_id FROM mutes;
