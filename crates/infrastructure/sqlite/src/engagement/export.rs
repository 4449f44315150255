//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::export::{
    ExportSection, ExportedBookmark, ExportedCommentLike, ExportedLike, ExportedRepost,
};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;

use crate::convert::newest_first;
use crate::errors::failure;
use crate::store::SqliteStorage;

/// Fills a section in the order of ids, by a statement that reads `id` and `created_at`.
macro_rules! by_id {
    ($row:ident { $subject:ident: $id:ident }, $sql:literal) => {
        #[async_trait]
        impl ExportSection<$row> for SqliteStorage {
            async fn rows(
                &self,
                user: UserId,
                after: Option<$id>,
                limit: u32,
            ) -> Result<Vec<$row>, StorageError> {
                let user = user.as_str();
                let after = after.as_ref().map_or("", $id::as_str);
                let rows = sqlx::query!($sql, user, after, limit)
                    .fetch_all(&self.readers)
                    .await
                    .map_err(failure)?;
                let rows = rows.into_iter().map(|row| {
                    Ok($row {
                        $subject: $id::from_storage(&row.id)?,
                        since: Timestamp::from_micros(row.created_at),
                    })
                });
                rows.collect()
            }
        }
    };
}

/// The same with the newest first.
macro_rules! newest {
    ($row:ident, $sql:literal) => {
        #[async_trait]
        impl ExportSection<$row> for SqliteStorage {
            async fn rows(
                &self,
                user: UserId,
                after: Option<TimeKey>,
                limit: u32,
            ) -> Result<Vec<$row>, StorageError> {
                let (user, (at, id)) = (user.as_str(), newest_first(after.as_ref()));
                let rows = sqlx::query!($sql, user, at, id, limit)
                    .fetch_all(&self.readers)
                    .await
                    .map_err(failure)?;
                let rows = rows.into_iter().map(|row| {
                    Ok($row {
                        post_id: PostId::from_storage(&row.id)?,
                        since: Timestamp::from_micros(row.created_at),
                    })
                });
                rows.collect()
            }
        }
    };
}

by_id!(
    ExportedLike { post_id: PostId },
    r#"SELECT post_id AS "id!: String", created_at FROM post_likes
    WHERE user_id = ? AND post_id > ? ORDER BY post_id LIMIT ?"#
);

by_id!(
    ExportedCommentLike {
        comment_id: CommentId
    },
    r#"SELECT comment_id AS "id!: String", created_at FROM comment_likes
    WHERE user_id = ? AND comment_id > ? ORDER BY comment_id LIMIT ?"#
);

newest!(
    ExportedRepost,
    r#"SELECT post_id AS "id!: String", created_at FROM reposts
    WHERE user_id = ? AND (created_at, post_id) < (?, ?)
    ORDER BY created_at DESC, post_id DESC LIMIT ?"#
);

newest!(
    ExportedBookmark,
    r#"SELECT post_id AS "id!: String", created_at FROM bookmarks
    WHERE user_id = ? AND (created_at, post_id) < (?, ?)
    ORDER BY created_at DESC, post_id DESC LIMIT ?"#
);
