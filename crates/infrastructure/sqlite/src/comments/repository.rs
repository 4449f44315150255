//! Comments within a unit of work. The writer holds the whole file: to read is to lock.

use async_trait::async_trait;
use thoughts_domain::comments::Comment;
use thoughts_domain::ids::{CommentId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::comments::{CommentInsertion, CommentRepository, CommentView};
use thoughts_use_cases::storage::StorageError;

use super::rows::CommentRow;
use super::{deletion, rows};
use crate::accounts::summary;
use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

#[async_trait]
impl CommentRepository for SqliteUnitOfWork {
    async fn find(
        &mut self,
        id: CommentId,
        viewer: UserId,
    ) -> Result<Option<Comment>, StorageError> {
        let mut read = rows::by_id(self.connection(), id, Some(viewer)).await?;
        let found = read.found.pop().map(CommentRow::comment).transpose()?;
        Ok(found.flatten().filter(|comment| !comment.hidden))
    }

    async fn lock(&mut self, id: CommentId) -> Result<Option<Comment>, StorageError> {
        rows::live(self.connection(), id).await
    }

    async fn insert(&mut self, comment: &Comment) -> Result<CommentInsertion, StorageError> {
        let (id, post_id) = (comment.id.as_str(), comment.post_id.as_str());
        let author_id = comment.author_id.as_str();
        let counted = sqlx::query!(
            "UPDATE posts SET comment_count = comment_count + 1
            WHERE id = ?1 AND hidden_at IS NULL AND NOT EXISTS (SELECT 1 FROM hidden_by_block x
                WHERE x.viewer_id = ?2 AND x.user_id = posts.author_id)",
            post_id,
            author_id
        )
        .execute(self.connection())
        .await
        .map_err(failure)?
        .rows_affected();
        if counted == 0 {
            return Ok(CommentInsertion::PostGone);
        }
        let parent_id = comment.parent_id.as_ref().map(CommentId::as_str);
        if parent_id.is_some() {
            let counted = sqlx::query!(
                "UPDATE comments SET reply_count = reply_count + 1
                WHERE id = ? AND post_id = ? AND deleted_at IS NULL AND hidden_at IS NULL",
                parent_id,
                post_id
            )
            .execute(self.connection())
            .await
            .map_err(failure)?
            .rows_affected();
            if counted == 0 {
                return Ok(CommentInsertion::ParentGone);
            }
        }
        let Some(author) = summary(self.connection(), comment.author_id).await? else {
            return Ok(CommentInsertion::AuthorGone);
        };
        let body = comment.body.as_str();
        let created_at = comment.created_at.as_micros();
        let edited_at = comment.edited_at.map(Timestamp::as_micros);
        sqlx::query!(
            "INSERT INTO comments (id, post_id, parent_id, author_id, body, depth, created_at,
                edited_at, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            id,
            post_id,
            parent_id,
            author_id,
            body,
            comment.depth,
            created_at,
            edited_at,
            comment.version
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(CommentInsertion::Inserted(author))
    }

    async fn update(&mut self, comment: &Comment) -> Result<(), StorageError> {
        let (id, body) = (comment.id.as_str(), comment.body.as_str());
        let edited_at = comment.edited_at.map(Timestamp::as_micros);
        sqlx::query!(
            "UPDATE comments SET body = ?, edited_at = ?, version = ?
            WHERE id = ? AND deleted_at IS NULL",
            body,
            edited_at,
            comment.version,
            id
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn set_hidden(&mut self, comment: &Comment, now: Timestamp) -> Result<(), StorageError> {
        let id = comment.id.as_str();
        let hidden_at = comment.hidden.then_some(now.as_micros());
        let changed = sqlx::query!(
            "UPDATE comments SET hidden_at = ?1
            WHERE id = ?2 AND (hidden_at IS NULL) <> (?1 IS NULL)",
            hidden_at,
            id
        )
        .execute(self.connection())
        .await
        .map_err(failure)?
        .rows_affected();
        if changed == 0 {
            return Ok(());
        }
        let step = if comment.hidden { -1 } else { 1 };
        deletion::count(self.connection(), comment, step).await
    }

    async fn delete(&mut self, comment: &Comment) -> Result<(), StorageError> {
        deletion::delete(self.connection(), comment).await
    }

    async fn of_author(
        &mut self,
        author: UserId,
        limit: u32,
    ) -> Result<Vec<CommentId>, StorageError> {
        let author = author.as_str();
        let ids = sqlx::query_scalar!(
            r#"SELECT c.id AS "id!: String" FROM (
                SELECT id, post_id FROM comments WHERE author_id = ? LIMIT ?
            ) c ORDER BY c.post_id, c.id"#,
            author,
            limit
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        let ids = ids.iter().map(|id| Ok(CommentId::from_storage(id)?));
        ids.collect()
    }

    async fn view(
        &mut self,
        id: CommentId,
        viewer: Option<UserId>,
    ) -> Result<Option<CommentView>, StorageError> {
        let mut read = rows::by_id(self.connection(), id, viewer).await?;
        Ok(read.found.pop().map(CommentRow::view).transpose()?)
    }
}
