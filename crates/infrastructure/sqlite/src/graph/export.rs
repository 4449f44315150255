//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::export::{ExportSection, ExportedBlock, ExportedFollow, ExportedMute};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;

use crate::convert::newest_first;
use crate::errors::failure;
use crate::store::SqliteStorage;

/// Fills the section of one kind of relation, by a statement that reads `id` and `created_at`.
macro_rules! relations {
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
                        user_id: UserId::from_storage(&row.id)?,
                        since: Timestamp::from_micros(row.created_at),
                    })
                });
                rows.collect()
            }
        }
    };
}

relations!(
    ExportedFollow,
    r#"SELECT followed_id AS "id!: String", created_at FROM follows
    WHERE follower_id = ? AND (created_at, followed_id) < (?, ?)
    ORDER BY created_at DESC, followed_id DESC LIMIT ?"#
);

relations!(
    ExportedBlock,
    r#"SELECT blocked_id AS "id!: String", created_at FROM blocks
    WHERE blocker_id = ? AND (created_at, blocked_id) < (?, ?)
    ORDER BY created_at DESC, blocked_id DESC LIMIT ?"#
);

relations!(
    ExportedMute,
    r#"SELECT muted_id AS "id!: String", created_at FROM mutes
    WHERE muter_id = ? AND (created_at, muted_id) < (?, ?)
    ORDER BY created_at DESC, muted_id DESC LIMIT ?"#
);
