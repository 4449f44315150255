//! Taking reactions away: those of a user, or those to something that goes.

use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_use_cases::comments::CommentRepository;
use thoughts_use_cases::storage::StorageError;

use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

/// Removes up to `$limit` reactions of a user to posts, which are locked in the order of their
/// ids, and counts them off in their rows.
macro_rules! forget {
    ($table:literal, $counter:literal, $work:expr, $user:expr, $limit:expr) => {
        sqlx::query_scalar!(
            "WITH held AS (
                 SELECT p.id FROM "
                + $table
                + " r JOIN posts p ON p.id = r.post_id
                 WHERE r.user_id = $1 ORDER BY p.id LIMIT $2 FOR NO KEY UPDATE OF p
             ), gone AS (
                 DELETE FROM "
                + $table
                + " USING held WHERE user_id = $1 AND post_id = held.id RETURNING post_id
             ), counted AS (
                 UPDATE posts p SET "
                + $counter
                + " = p."
                + $counter
                + r#" - 1 FROM gone g WHERE p.id = g.post_id
             )
             SELECT count(*) AS "gone!" FROM gone"#,
            $user,
            $limit
        )
        .fetch_one($work.connection())
        .await
    };
}

/// Removes up to `$limit` reactions to a locked post and counts them off.
macro_rules! strip {
    ($table:literal, $counter:literal, $work:expr, $post:expr, $limit:expr) => {
        sqlx::query_scalar!(
            "WITH gone AS (
                 DELETE FROM "
                + $table
                + " WHERE post_id = $1 AND user_id IN (SELECT user_id FROM "
                + $table
                + " WHERE post_id = $1 LIMIT $2) RETURNING user_id
             ), counted AS (
                 UPDATE posts SET "
                + $counter
                + " = "
                + $counter
                + r#" - (SELECT count(*) FROM gone) WHERE id = $1
             )
             SELECT count(*) AS "gone!" FROM gone"#,
            $post,
            $limit
        )
        .fetch_one($work.connection())
        .await
    };
}

impl PostgresUnitOfWork {
    /// Removes up to `limit` reactions of a user; returns how many.
    pub(super) async fn forget_reactions(
        &mut self,
        user: UserId,
        limit: u32,
    ) -> Result<u32, sqlx::Error> {
        let user = user.as_str();
        let mut left = i64::from(limit);
        // Those first that take the strongest locks.
        left -= self.forget_comment_likes(user, left).await?;
        left -= forget!("post_likes", "like_count", self, user, left)?;
        left -= forget!("reposts", "repost_count", self, user, left)?;
        left -= sqlx::query_scalar!(
            r#"WITH held AS (
                   SELECT p.id FROM bookmarks b JOIN posts p ON p.id = b.post_id
                   WHERE b.user_id = $1 ORDER BY p.id LIMIT $2 FOR KEY SHARE OF p
               ), gone AS (
                   DELETE FROM bookmarks USING held WHERE user_id = $1 AND post_id = held.id
                   RETURNING post_id
               )
               SELECT count(*) AS "gone!" FROM gone"#,
            user,
            left
        )
        .fetch_one(self.connection())
        .await?;
        Ok(u32::try_from(i64::from(limit) - left).unwrap_or(limit))
    }

    /// Posts are locked before comments, and both in the order of their ids, as everybody does.
    async fn forget_comment_likes(&mut self, user: &str, limit: i64) -> Result<i64, sqlx::Error> {
        sqlx::query!(
            "SELECT p.id FROM posts p WHERE p.id IN (
                 SELECT c.post_id FROM comments c JOIN (
                     SELECT comment_id FROM comment_likes
                     WHERE user_id = $1 ORDER BY comment_id LIMIT $2
                 ) l ON l.comment_id = c.id)
             ORDER BY p.id FOR NO KEY UPDATE",
            user,
            limit
        )
        .fetch_all(self.connection())
        .await?;
        sqlx::query_scalar!(
            r#"WITH held AS (
                   SELECT c.id FROM (
                       SELECT comment_id FROM comment_likes
                       WHERE user_id = $1 ORDER BY comment_id LIMIT $2
                   ) l JOIN comments c ON c.id = l.comment_id
                   ORDER BY c.id FOR NO KEY UPDATE OF c
               ), gone AS (
                   DELETE FROM comment_likes USING held
                   WHERE user_id = $1 AND comment_id = held.id RETURNING comment_id
               ), counted AS (
                   UPDATE comments c SET like_count = c.like_count - 1 FROM gone g
                   WHERE c.id = g.comment_id
               )
               SELECT count(*) AS "gone!" FROM gone"#,
            user,
            limit
        )
        .fetch_one(self.connection())
        .await
    }

    /// Removes up to `limit` reactions to a post and to the comments on it; returns how many.
    pub(super) async fn strip_reactions(
        &mut self,
        post: PostId,
        limit: u32,
    ) -> Result<u32, sqlx::Error> {
        let post = post.as_str();
        // As whoever deletes it locks it, in a statement of its own: the next ones see what was
        // written before.
        let locked = sqlx::query!("SELECT id FROM posts WHERE id = $1 FOR UPDATE", post)
            .fetch_optional(self.connection())
            .await?;
        if locked.is_none() {
            return Ok(0);
        }
        let mut left = i64::from(limit);
        left -= strip!("post_likes", "like_count", self, post, left)?;
        left -= strip!("reposts", "repost_count", self, post, left)?;
        left -= sqlx::query_scalar!(
            r#"WITH gone AS (
                   DELETE FROM bookmarks WHERE post_id = $1 AND user_id IN (
                       SELECT user_id FROM bookmarks WHERE post_id = $1 LIMIT $2)
                   RETURNING user_id
               )
               SELECT count(*) AS "gone!" FROM gone"#,
            post,
            left
        )
        .fetch_one(self.connection())
        .await?;
        left -= sqlx::query_scalar!(
            r#"WITH picked AS (
                   SELECT l.user_id, l.comment_id FROM comments c
                   JOIN comment_likes l ON l.comment_id = c.id WHERE c.post_id = $1 LIMIT $2
               ), held AS (
                   SELECT c.id FROM comments c WHERE c.id IN (SELECT comment_id FROM picked)
                   ORDER BY c.id FOR NO KEY UPDATE
               ), gone AS (
                   DELETE FROM comment_likes l USING picked s, held h
                   WHERE l.user_id = s.user_id AND l.comment_id = s.comment_id
                       AND h.id = l.comment_id
                   RETURNING l.comment_id
               ), counted AS (
                   UPDATE comments c SET like_count = c.like_count - n.gone FROM (
                       SELECT comment_id, count(*) AS gone FROM gone GROUP BY comment_id
                   ) n WHERE c.id = n.comment_id
               )
               SELECT count(*) AS "gone!" FROM gone"#,
            post,
            left
        )
        .fetch_one(self.connection())
        .await?;
        Ok(u32::try_from(i64::from(limit) - left).unwrap_or(limit))
    }

    /// Removes up to `limit` likes of a comment; returns how many.
    pub(super) async fn strip_likes(
        &mut self,
        comment: CommentId,
        limit: u32,
    ) -> Result<u32, StorageError> {
        if CommentRepository::lock(self, comment).await?.is_none() {
            return Ok(0);
        }
        let gone = sqlx::query_scalar!(
            r#"WITH gone AS (
                   DELETE FROM comment_likes WHERE comment_id = $1 AND user_id IN (
                       SELECT user_id FROM comment_likes WHERE comment_id = $1 LIMIT $2)
                   RETURNING user_id
               ), counted AS (
                   UPDATE comments SET like_count = like_count - (SELECT count(*) FROM gone)
                   WHERE id = $1
               )
               SELECT count(*) AS "gone!" FROM gone"#,
            comment.as_str(),
            i64::from(limit)
        )
        .fetch_one(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(u32::try_from(gone).unwrap_or(limit))
    }
}
