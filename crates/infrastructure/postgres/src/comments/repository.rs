//! Comments within a unit of work.

use async_trait::async_trait;
use thoughts_domain::comments::Comment;
use thoughts_domain::ids::{CommentId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::comments::{CommentInsertion, CommentRepository, CommentView};
use thoughts_use_cases::storage::StorageError;

use super::rows::{LiveCommentRow, comment_rows};
use crate::accounts::summary;
use crate::convert::{at, present, version};
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

#[async_trait]
impl CommentRepository for PostgresUnitOfWork {
    async fn find(
        &mut self,
        id: CommentId,
        viewer: UserId,
    ) -> Result<Option<Comment>, StorageError> {
        let row = sqlx::query_as!(
            LiveCommentRow,
            r#"SELECT c.id, c.post_id, c.parent_id, c.author_id AS "author_id!", c.body AS "body!",
                   c.depth, c.created_at, c.edited_at, c.version, false AS "hidden!"
               FROM comments c
               WHERE c.id = $1 AND c.deleted_at IS NULL AND c.hidden_at IS NULL AND NOT EXISTS (
                   SELECT FROM hidden_by_block x
                   WHERE x.viewer_id = $2 AND x.user_id = c.author_id)"#,
            id.as_str(),
            viewer.as_str(),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(row.map(Comment::try_from).transpose()?)
    }

    async fn lock(&mut self, id: CommentId) -> Result<Option<Comment>, StorageError> {
        // The post in a statement of its own: the next one sees what was done under the lock.
        sqlx::query!(
            "SELECT id FROM posts WHERE id = (SELECT post_id FROM comments WHERE id = $1)
             FOR NO KEY UPDATE",
            id.as_str(),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        let row = sqlx::query_as!(
            LiveCommentRow,
            r#"SELECT id, post_id, parent_id, author_id AS "author_id!", body AS "body!", depth,
                   created_at, edited_at, version, hidden_at IS NOT NULL AS "hidden!"
               FROM comments WHERE id = $1 AND deleted_at IS NULL FOR UPDATE"#,
            id.as_str(),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(row.map(Comment::try_from).transpose()?)
    }

    async fn insert(&mut self, comment: &Comment) -> Result<CommentInsertion, StorageError> {
        // Post, then parent, then author: each reads from the one before, and a row is locked only
        // after what stands below it in the plan has been read. KEY SHARE is what an erasure has
        // to wait for; the author's other writes need not.
        let outcome = sqlx::query!(
            r#"WITH post AS (
                   UPDATE posts p SET comment_count = p.comment_count + 1
                   WHERE p.id = $2 AND p.hidden_at IS NULL AND NOT EXISTS (
                       SELECT FROM hidden_by_block x
                       WHERE x.viewer_id = $4 AND x.user_id = p.author_id)
                   RETURNING p.id
               ), parent AS (
                   UPDATE comments c SET reply_count = c.reply_count + 1 FROM post
                   WHERE c.id = $3 AND c.post_id = post.id AND c.deleted_at IS NULL
                       AND c.hidden_at IS NULL
                   RETURNING c.id
               ), author AS (
                   SELECT u.id, u.handle, u.display_name, u.avatar_url
                   FROM post LEFT JOIN parent ON true CROSS JOIN users u
                   WHERE u.id = $4 AND u.deleted_at IS NULL
                       AND ($3::text IS NULL OR parent.id IS NOT NULL)
                   FOR KEY SHARE OF u
               ), inserted AS (
                   INSERT INTO comments (id, post_id, parent_id, author_id, body, depth,
                       created_at, edited_at, version)
                   SELECT $1, $2, $3, author.id, $5, $6, $7, $8, $9 FROM author
               )
               SELECT EXISTS (SELECT FROM post) AS "post!",
                   ($3::text IS NULL OR EXISTS (SELECT FROM parent)) AS "parent!",
                   author.id AS "id?", author.handle AS "handle?",
                   author.display_name AS "display_name?", author.avatar_url AS "avatar_url?"
               FROM (VALUES (1)) AS always LEFT JOIN author ON true"#,
            comment.id.as_str(),
            comment.post_id.as_str(),
            comment.parent_id.as_ref().map(CommentId::as_str),
            comment.author_id.as_str(),
            comment.body.as_str(),
            i16::from(comment.depth),
            at(comment.created_at),
            comment.edited_at.map(at),
            version(comment.version),
        )
        .fetch_one(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(match (outcome.post, outcome.parent, outcome.id) {
            (false, _, _) => CommentInsertion::PostGone,
            (true, false, _) => CommentInsertion::ParentGone,
            (true, true, None) => CommentInsertion::AuthorGone,
            (true, true, Some(id)) => CommentInsertion::Inserted(summary(
                &id,
                present(outcome.handle, "users.handle")?,
                present(outcome.display_name, "users.display_name")?,
                outcome.avatar_url,
            )?),
        })
    }

    async fn update(&mut self, comment: &Comment) -> Result<(), StorageError> {
        sqlx::query!(
            "UPDATE comments SET body = $2, edited_at = $3, version = $4 WHERE id = $1",
            comment.id.as_str(),
            comment.body.as_str(),
            comment.edited_at.map(at),
            version(comment.version),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn set_hidden(&mut self, comment: &Comment, now: Timestamp) -> Result<(), StorageError> {
        sqlx::query!(
            "WITH comment AS (
                 UPDATE comments SET hidden_at = CASE WHEN $2 THEN $3::timestamptz END
                 WHERE id = $1 AND (hidden_at IS NOT NULL) <> $2
                 RETURNING parent_id, post_id, CASE WHEN $2 THEN -1 ELSE 1 END AS step
             ), answered AS (
                 UPDATE comments c SET reply_count = c.reply_count + comment.step
                 FROM comment WHERE c.id = comment.parent_id
             )
             UPDATE posts p SET comment_count = p.comment_count + comment.step
             FROM comment WHERE p.id = comment.post_id",
            comment.id.as_str(),
            comment.hidden,
            at(now),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn delete(&mut self, comment: &Comment) -> Result<(), StorageError> {
        // What is hidden has been counted off. `gone` is the comment, when nothing stands under it, and every tombstone above that has
        // nothing else under it. No row may be written twice in one statement.
        sqlx::query!(
            "WITH RECURSIVE gone AS (
                 SELECT c.id, c.parent_id FROM comments c
                 WHERE c.id = $1 AND NOT EXISTS (SELECT FROM comments r WHERE r.parent_id = c.id)
                 UNION ALL
                 SELECT p.id, p.parent_id FROM gone g JOIN comments p ON p.id = g.parent_id
                 WHERE p.deleted_at IS NOT NULL AND NOT EXISTS (
                     SELECT FROM comments r WHERE r.parent_id = p.id AND r.id <> g.id)
             ), removed AS (
                 DELETE FROM comments WHERE id IN (SELECT id FROM gone)
             ), buried AS (
                 UPDATE comments SET author_id = NULL, body = NULL, deleted_at = now(),
                     hidden_at = NULL, version = version + 1, like_count = 0
                 WHERE id = $1 AND NOT EXISTS (SELECT FROM gone)
             ), unliked AS (
                 DELETE FROM comment_likes WHERE comment_id = $1
             ), answered AS (
                 UPDATE comments SET reply_count = reply_count - $4
                 WHERE id = $2 AND id NOT IN (SELECT id FROM gone)
             )
             UPDATE posts SET comment_count = comment_count - $4 WHERE id = $3",
            comment.id.as_str(),
            comment.parent_id.as_ref().map(CommentId::as_str),
            comment.post_id.as_str(),
            i64::from(!comment.hidden),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn of_author(
        &mut self,
        author: UserId,
        limit: u32,
    ) -> Result<Vec<CommentId>, StorageError> {
        let ids = sqlx::query_scalar!(
            r#"SELECT c.id AS "id!" FROM (
                   SELECT id, post_id FROM comments WHERE author_id = $1 LIMIT $2
               ) c ORDER BY c.post_id, c.id"#,
            author.as_str(),
            i64::from(limit),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let ids = ids.iter().map(|id| Ok(CommentId::from_storage(id)?));
        ids.collect()
    }

    async fn view(
        &mut self,
        id: CommentId,
        viewer: Option<UserId>,
    ) -> Result<Option<CommentView>, StorageError> {
        let row = comment_rows!(
            "hidden_by_block",
            "SELECT '' AS id",
            "comments c",
            "NULL::bigint",
            "c.id = $2 AND NOT EXISTS (
                 SELECT FROM posts w WHERE w.id = c.post_id AND w.hidden_at IS NOT NULL
                     AND w.author_id IS DISTINCT FROM $1 AND c.author_id IS DISTINCT FROM $1
                     AND NOT EXISTS (SELECT FROM moderators m WHERE m.id = $1) OFFSET 0)",
            viewer,
            id.as_str()
        )
        .fetch_one(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(row.view()?)
    }
}
