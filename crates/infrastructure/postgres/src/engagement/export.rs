//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_use_cases::export::{
    ExportSection, ExportedBookmark, ExportedCommentLike, ExportedLike, ExportedRepost,
};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;

use crate::convert::moment;
use crate::errors::storage_error;
use crate::paging::newest_first;
use crate::storage::PostgresStorage;

/// Fills a section in the order of ids, by a statement that reads `id` and `created_at`.
macro_rules! by_id {
    ($row:ident { $subject:ident: $id:ident }, $sql:literal) => {
        #[async_trait]
        impl ExportSection<$row> for PostgresStorage {
            async fn rows(
                &self,
                user: UserId,
                after: Option<$id>,
                limit: u32,
            ) -> Result<Vec<$row>, StorageError> {
                let after = after.as_ref().map_or("", $id::as_str);
                let rows = sqlx::query!($sql, user.as_str(), after, i64::from(limit))
                    .fetch_all(&self.pool)
                    .await
                    .map_err(storage_error)?;
                let rows = rows.into_iter().map(|row| {
                    Ok($row {
                        $subject: $id::from_storage(&row.id)?,
                        since: moment(row.created_at),
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
        impl ExportSection<$row> for PostgresStorage {
            async fn rows(
                &self,
                user: UserId,
                after: Option<TimeKey>,
                limit: u32,
            ) -> Result<Vec<$row>, StorageError> {
                let (at, id) = newest_first(after);
                let rows = sqlx::query!($sql, user.as_str(), at, id, i64::from(limit))
                    .fetch_all(&self.pool)
                    .await
                    .map_err(storage_error)?;
                let rows = rows.into_iter().map(|row| {
                    Ok($row {
                        post_id: PostId::from_storage(&row.id)?,
                        since: moment(row.created_at),
                    })
                });
                rows.collect()
            }
        }
    };
}

by_id!(
    ExportedLike { post_id: PostId },
    "SELECT post_id AS id, created_at FROM post_likes
     WHERE user_id = $1 AND post_id > $2 ORDER BY post_id LIMIT $3"
);

by_id!(
    ExportedCommentLike {
        comment_id: CommentId
    },
    "SELECT comment_id AS id, created_at FROM comment_likes
     WHERE user_id = $1 AND comment_id > $2 ORDER BY comment_id LIMIT $3"
);

newest!(
    ExportedRepost,
    "SELECT post_id AS id, created_at FROM reposts
     WHERE user_id = $1 AND (created_at, post_id) < ($2, $3)
     ORDER BY created_at DESC, post_id DESC LIMIT $4"
);

newest!(
    ExportedBookmark,
    "SELECT post_id AS id, created_at FROM bookmarks
     WHERE user_id = $1 AND (created_at, post_id) < ($2, $3)
     ORDER BY created_at DESC, post_id DESC LIMIT $4"
);
