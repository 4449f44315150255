//! Users of a list that was put together elsewhere.

use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::UserView;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::storage::StorageError;

use super::profiles::{ProfileRow, profiles};
use crate::convert::json_names;
use crate::errors::failure;
use crate::snapshot::Snapshot;
use crate::store::SqliteStorage;

impl SqliteStorage {
    /// Those of `ids` who are there for the viewer, in their order, the first `limit`.
    pub(crate) async fn users_of_list(
        &self,
        ids: &[UserId],
        viewer: Option<UserId>,
        limit: u32,
    ) -> Result<Positioned<Vec<UserView>>, StorageError> {
        let ids = json_names(ids.iter().map(UserId::as_str));
        let viewer = viewer.map(|id| id.to_string());
        let pool = &self.readers;
        let mut read: Snapshot<ProfileRow> = profiles!(
            pool,
            "FALSE",
            "SELECT k.rowid AS place, wanted.key AS rank
                FROM json_each(?1) wanted CROSS JOIN users k ON k.id = wanted.value
                WHERE k.deleted_at IS NULL
                    AND (?2 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?2 AND x.user_id = k.id))
                ORDER BY wanted.key LIMIT ?3",
            "page.rank",
            ids,
            viewer,
            limit
        )?;
        let users = read.found.drain(..).map(ProfileRow::view);
        let users = users.collect::<Result<Vec<_>, _>>()?;
        Ok(read.positioned(users))
    }
}
