//! Writing reactions: one statement each, which looks, locks, writes and counts.
//!
//! Who reacts and what he reacts to are held as foreign keys would hold them, so that who is just
//! being erased and what is just being deleted is not there, and no key is ever violated. The lock
//! that somebody needs is the first that he takes: nobody who waits for him can be in his way.

use thoughts_domain::engagement::Reaction;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;

use super::rows::BegunRow;
use crate::convert::at;
use crate::unit_of_work::PostgresUnitOfWork;

/// Reacts to a post in `$table`, and counts it in `$counter` of the post or in `$slot`.
///
/// `slotted` is a post that was marked; `free` one that nobody is counting in, and `busy` one that
/// somebody is, who is waited for: then it is marked. So is one that lost its mark meanwhile.
macro_rules! counted {
    ($table:literal, $counter:literal, $slot:literal, $subject:expr, $by:expr, $now:expr) => {
        sqlx::query_as!(
            BegunRow,
            "WITH reader AS (
                 SELECT id FROM users WHERE id = $2 AND deleted_at IS NULL FOR KEY SHARE
             ), seen AS (
                 SELECT p.id, p.has_slots FROM posts p CROSS JOIN reader
                 WHERE p.id = $1 AND p.hidden_at IS NULL AND NOT EXISTS (
                     SELECT FROM blocks WHERE blocker_id = $2 AND blocked_id = p.author_id)
                 AND NOT EXISTS (
                     SELECT FROM blocks WHERE blocker_id = p.author_id AND blocked_id = $2)
             ), slotted AS (
                 SELECT p.id, p.version, p.has_slots FROM posts p
                 WHERE p.id = (SELECT id FROM seen WHERE has_slots) FOR KEY SHARE
             ), free AS (
                 SELECT p.id, p.version FROM posts p
                 WHERE p.id = (SELECT id FROM seen WHERE NOT has_slots)
                 FOR NO KEY UPDATE SKIP LOCKED
             ), busy AS (
                 SELECT p.id, p.version FROM posts p
                 WHERE p.id = (SELECT id FROM seen WHERE NOT has_slots)
                     AND NOT EXISTS (SELECT FROM free)
                 FOR NO KEY UPDATE
             ), subject AS (
                 SELECT id, version, has_slots AS beside, NOT has_slots AS marks FROM slotted
                 UNION ALL SELECT id, version, false, false FROM free
                 UNION ALL SELECT id, version, false, true FROM busy
             ), reacted AS (
                 INSERT INTO "
                + $table
                + " (user_id, post_id, created_at) SELECT $2, id, $3 FROM subject
                 ON CONFLICT DO NOTHING RETURNING post_id AS id
             ), beside AS (
                 INSERT INTO counter_slots AS s (post_id, backend, "
                + $slot
                + ") SELECT id, pg_backend_pid(), 1 FROM reacted
                 WHERE (SELECT beside FROM subject)
                 ON CONFLICT (post_id, backend) DO UPDATE SET "
                + $slot
                + " = s."
                + $slot
                + " + 1
             ), counted AS (
                 UPDATE posts p SET "
                + $counter
                + " = p."
                + $counter
                + r#" + 1, has_slots = p.has_slots OR (SELECT marks FROM subject)
                 WHERE p.id = (SELECT id FROM reacted) AND NOT (SELECT beside FROM subject)
             )
             SELECT id AS "post_id!", version AS "version!",
                 EXISTS (SELECT FROM reacted) AS "is_new!" FROM subject"#,
            $subject,
            $by,
            $now
        )
    };
}

impl PostgresUnitOfWork {
    /// Reacts. None when there is nothing to react to.
    pub(super) async fn react(
        &mut self,
        reaction: Reaction,
        by: UserId,
        now: Timestamp,
    ) -> Result<Option<BegunRow>, sqlx::Error> {
        let (subject, by, now) = (reaction.subject(), by.as_str(), at(now));
        let subject = subject.as_str();
        match reaction {
            Reaction::LikePost(_) => {
                counted!("post_likes", "like_count", "likes", subject, by, now)
                    .fetch_optional(self.connection())
                    .await
            }
            Reaction::Repost(_) => {
                counted!("reposts", "repost_count", "reposts", subject, by, now)
                    .fetch_optional(self.connection())
                    .await
            }
            Reaction::Bookmark(_) => {
                sqlx::query_as!(
                    BegunRow,
                    r#"WITH reader AS (
                           SELECT id FROM users WHERE id = $2 AND deleted_at IS NULL FOR KEY SHARE
                       ), subject AS (
                           SELECT p.id, p.version FROM posts p CROSS JOIN reader
                           WHERE p.id = $1 AND p.hidden_at IS NULL AND NOT EXISTS (
                               SELECT FROM blocks
                               WHERE blocker_id = $2 AND blocked_id = p.author_id)
                           AND NOT EXISTS (
                               SELECT FROM blocks
                               WHERE blocker_id = p.author_id AND blocked_id = $2)
                           FOR KEY SHARE OF p
                       ), reacted AS (
                           INSERT INTO bookmarks (user_id, post_id, created_at)
                           SELECT $2, id, $3 FROM subject ON CONFLICT DO NOTHING RETURNING post_id
                       )
                       SELECT id AS "post_id!", version AS "version!",
                           EXISTS (SELECT FROM reacted) AS "is_new!" FROM subject"#,
                    subject,
                    by,
                    now
                )
                .fetch_optional(self.connection())
                .await
            }
            // Counted in its own row: even a popular comment gets a small part of what its post
            // gets.
            Reaction::LikeComment(_) => {
                sqlx::query_as!(
                    BegunRow,
                    r#"WITH reader AS (
                           SELECT id FROM users WHERE id = $2 AND deleted_at IS NULL FOR KEY SHARE
                       ), subject AS (
                           SELECT c.id, c.post_id, c.version FROM comments c CROSS JOIN reader
                           WHERE c.id = $1 AND c.deleted_at IS NULL AND c.hidden_at IS NULL
                           AND NOT EXISTS (
                               SELECT FROM posts w
                               WHERE w.id = c.post_id AND w.hidden_at IS NOT NULL)
                           AND NOT EXISTS (
                               SELECT FROM blocks
                               WHERE blocker_id = $2 AND blocked_id = c.author_id)
                           AND NOT EXISTS (
                               SELECT FROM blocks
                               WHERE blocker_id = c.author_id AND blocked_id = $2)
                           FOR NO KEY UPDATE OF c
                       ), reacted AS (
                           INSERT INTO comment_likes (user_id, comment_id, created_at)
                           SELECT $2, id, $3 FROM subject
                           ON CONFLICT DO NOTHING RETURNING comment_id AS id
                       ), counted AS (
                           UPDATE comments SET like_count = like_count + 1
                           WHERE id = (SELECT id FROM reacted)
                       )
                       SELECT post_id AS "post_id!", version AS "version!",
                           EXISTS (SELECT FROM reacted) AS "is_new!" FROM subject"#,
                    subject,
                    by,
                    now
                )
                .fetch_optional(self.connection())
                .await
            }
        }
    }
}
