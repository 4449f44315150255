//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_use_cases::export::{ExportSection, ExportedComment};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;

use crate::convert::{moment, number};
use crate::errors::storage_error;
use crate::paging::newest_first;
use crate::storage::PostgresStorage;

#[async_trait]
impl ExportSection<ExportedComment> for PostgresStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<TimeKey>,
        limit: u32,
    ) -> Result<Vec<ExportedComment>, StorageError> {
        let (at, id) = newest_first(after);
        let rows = sqlx::query!(
            r#"SELECT id, post_id, parent_id, body AS "body!", created_at, edited_at, version
               FROM comments
               WHERE author_id = $1 AND (created_at, id) < ($2, $3)
               ORDER BY created_at DESC, id DESC LIMIT $4"#,
            user.as_str(),
            at,
            id,
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let rows = rows.into_iter().map(|row| {
            let parent_id = row.parent_id.as_deref().map(CommentId::from_storage);
            Ok(ExportedComment {
                id: CommentId::from_storage(&row.id)?,
                post_id: PostId::from_storage(&row.post_id)?,
                parent_id: parent_id.transpose()?,
                body: row.body,
                created_at: moment(row.created_at),
                edited_at: row.edited_at.map(moment),
                version: number(row.version, "comments.version")?,
            })
        });
        rows.collect()
    }
}
