//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::export::{ExportSection, ExportedBlock, ExportedFollow, ExportedMute};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;

use crate::convert::moment;
use crate::errors::storage_error;
use crate::paging::newest_first;
use crate::storage::PostgresStorage;

/// Fills the section of one kind of relation, by a statement that reads `id` and `created_at`.
macro_rules! relations {
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
                        user_id: UserId::from_storage(&row.id)?,
                        since: moment(row.created_at),
                    })
                });
                rows.collect()
            }
        }
    };
}

relations!(
    ExportedFollow,
    "SELECT followed_id AS id, created_at FROM follows
     WHERE follower_id = $1 AND (created_at, followed_id) < ($2, $3)
     ORDER BY created_at DESC, followed_id DESC LIMIT $4"
);

relations!(
    ExportedBlock,
    "SELECT blocked_id AS id, created_at FROM blocks
     WHERE blocker_id = $1 AND (created_at, blocked_id) < ($2, $3)
     ORDER BY created_at DESC, blocked_id DESC LIMIT $4"
);

relations!(
    ExportedMute,
    "SELECT muted_id AS id, created_at FROM mutes
     WHERE muter_id = $1 AND (created_at, muted_id) < ($2, $3)
     ORDER BY created_at DESC, muted_id DESC LIMIT $4"
);
