//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::export::{ExportSection, ExportedComment};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;

use crate::convert::{moment, newest_first, version};
use crate::errors::failure;
use crate::store::SqliteStorage;

#[async_trait]
impl ExportSection<ExportedComment> for SqliteStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<TimeKey>,
        limit: u32,
    ) -> Result<Vec<ExportedComment>, StorageError> {
        let (user, (at, id)) = (user.as_str(), newest_first(after.as_ref()));
        let rows = sqlx::query!(
            r#"SELECT id AS "id!: String", post_id AS "post_id!: String", parent_id,
                body AS "body!: String", created_at, edited_at, version
            FROM comments WHERE author_id = ? AND (created_at, id) < (?, ?)
            ORDER BY created_at DESC, id DESC LIMIT ?"#,
            user,
            at,
            id,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let rows = rows.into_iter().map(|row| {
            let parent_id = row.parent_id.as_deref().map(CommentId::from_storage);
            Ok(ExportedComment {
                id: CommentId::from_storage(&row.id)?,
                post_id: PostId::from_storage(&row.post_id)?,
                parent_id: parent_id.transpose()?,
                body: row.body,
                created_at: Timestamp::from_micros(row.created_at),
                edited_at: moment(row.edited_at),
                version: version("comments.version", row.version)?,
            })
        });
        rows.collect()
    }
}
