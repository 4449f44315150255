//! Removing reactions: one statement each, which locks, removes and counts off.
//!
//! What was reacted to is held before the reaction goes: whoever deletes it takes them in the same
//! order.

use thoughts_domain::engagement::Reaction;
use thoughts_domain::ids::UserId;

use super::rows::EndedRow;
use crate::unit_of_work::PostgresUnitOfWork;

/// Takes a reaction to a post back from `$table`; counted as it was when it was written.
macro_rules! counted_off {
    ($table:literal, $counter:literal, $slot:literal, $subject:expr, $by:expr) => {
        sqlx::query_as!(
            EndedRow,
            "WITH seen AS (
                 SELECT id, has_slots FROM posts WHERE id = $1
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
             ), ended AS (
                 DELETE FROM "
                + $table
                + " USING subject WHERE user_id = $2 AND post_id = subject.id
                 RETURNING subject.id, subject.version, created_at
             ), beside AS (
                 INSERT INTO counter_slots AS s (post_id, backend, "
                + $slot
                + ") SELECT id, pg_backend_pid(), -1 FROM ended
                 WHERE (SELECT beside FROM subject)
                 ON CONFLICT (post_id, backend) DO UPDATE SET "
                + $slot
                + " = s."
                + $slot
                + " - 1
             ), counted AS (
                 UPDATE posts p SET "
                + $counter
                + " = p."
                + $counter
                + r#" - 1, has_slots = p.has_slots OR (SELECT marks FROM subject)
                 WHERE p.id = (SELECT id FROM ended) AND NOT (SELECT beside FROM subject)
             )
             SELECT id AS "post_id!", version AS "version!", created_at AS "since!" FROM ended"#,
            $subject,
            $by
        )
    };
}

impl PostgresUnitOfWork {
    /// Takes a reaction back. None when there is none.
    pub(super) async fn end_reaction(
        &mut self,
        reaction: Reaction,
        by: UserId,
    ) -> Result<Option<EndedRow>, sqlx::Error> {
        let (subject, by) = (reaction.subject(), by.as_str());
        let subject = subject.as_str();
        match reaction {
            Reaction::LikePost(_) => {
                counted_off!("post_likes", "like_count", "likes", subject, by)
                    .fetch_optional(self.connection())
                    .await
            }
            Reaction::Repost(_) => {
                counted_off!("reposts", "repost_count", "reposts", subject, by)
                    .fetch_optional(self.connection())
                    .await
            }
            Reaction::Bookmark(_) => {
                sqlx::query_as!(
                    EndedRow,
                    r#"WITH held AS (
                           SELECT id, version FROM posts WHERE id = $1 FOR KEY SHARE
                       ), ended AS (
                           DELETE FROM bookmarks USING held
                           WHERE user_id = $2 AND post_id = held.id
                           RETURNING held.id, held.version, created_at
                       )
                       SELECT id AS "post_id!", version AS "version!", created_at AS "since!"
                       FROM ended"#,
                    subject,
                    by
                )
                .fetch_optional(self.connection())
                .await
            }
            Reaction::LikeComment(_) => {
                sqlx::query_as!(
                    EndedRow,
                    r#"WITH held AS (
                           SELECT id, post_id, version FROM comments WHERE id = $1
                           FOR NO KEY UPDATE
                       ), ended AS (
                           DELETE FROM comment_likes USING held
                           WHERE user_id = $2 AND comment_id = held.id
                           RETURNING held.id, held.post_id, held.version, created_at
                       ), counted AS (
                           UPDATE comments SET like_count = like_count - 1
                           WHERE id = (SELECT id FROM ended)
                       )
                       SELECT post_id AS "post_id!", version AS "version!",
                           created_at AS "since!"
                       FROM ended"#,
                    subject,
                    by
                )
                .fetch_optional(self.connection())
                .await
            }
        }
    }
}
