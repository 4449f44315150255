//! Posts of a list that was put together elsewhere.

use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::posts::PostView;
use thoughts_use_cases::storage::StorageError;

use super::rows::{PostRow, posts};
use crate::convert::json_names;
use crate::errors::failure;
use crate::snapshot::Snapshot;
use crate::store::SqliteStorage;

impl SqliteStorage {
    /// Those of `ids` that are there for the viewer, in their order, the first `limit`.
    pub(crate) async fn posts_of_list(
        &self,
        ids: &[PostId],
        viewer: Option<UserId>,
        limit: u32,
    ) -> Result<Positioned<Vec<PostView>>, StorageError> {
        let ids = json_names(ids.iter().map(PostId::as_str));
        let viewer = viewer.map(|id| id.to_string());
        let pool = &self.readers;
        let mut read: Snapshot<PostRow> = posts!(
            pool,
            "hidden_in_lists",
            "FALSE",
            "SELECT k.rowid AS place, wanted.key AS rank
                FROM json_each(?2) wanted CROSS JOIN posts k ON k.id = wanted.value
                WHERE k.hidden_at IS NULL AND (?1 IS NULL OR NOT EXISTS (
                    SELECT 1 FROM hidden_in_lists x
                    WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                ORDER BY wanted.key LIMIT ?3",
            "page.rank",
            viewer,
            ids,
            limit
        )?;
        let views = self.post_views(&mut read).await?;
        Ok(read.positioned(views))
    }
}
