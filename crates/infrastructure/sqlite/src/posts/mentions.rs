//! The present handles of those whom posts mention.

use std::collections::HashMap;

use sqlx::SqliteExecutor;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::posts::MentionView;
use thoughts_use_cases::storage::StorageError;

use super::rows::PostRow;
use crate::convert::json_names;
use crate::errors::failure;

/// The handles of users who are still there, by id.
pub(super) struct Handles(HashMap<String, String>);

impl Handles {
    /// Reads the handles that `rows` need: one statement, or none when nobody is mentioned.
    pub(super) async fn of_rows(
        executor: impl SqliteExecutor<'_>,
        rows: &[PostRow],
    ) -> Result<Self, StorageError> {
        let mut wanted: Vec<&str> = rows
            .iter()
            .flat_map(|row| row.mention_ids.split_ascii_whitespace())
            .collect();
        if wanted.is_empty() {
            return Ok(Self(HashMap::new()));
        }
        wanted.sort_unstable();
        wanted.dedup();
        let wanted = json_names(wanted);
        let found = sqlx::query!(
            r#"SELECT u.id AS "id!: String", u.handle AS "handle!: String"
            FROM json_each(?) wanted JOIN users u ON u.id = wanted.value
            WHERE u.deleted_at IS NULL"#,
            wanted
        )
        .fetch_all(executor)
        .await
        .map_err(failure)?;
        Ok(Self(
            found.into_iter().map(|row| (row.id, row.handle)).collect(),
        ))
    }

    /// Those of `ids` (separated by spaces) who are still there, in order.
    pub(super) fn of(&self, ids: &str) -> Result<Vec<MentionView>, Inconsistency> {
        ids.split_ascii_whitespace()
            .filter_map(|id| Some((id, self.0.get(id)?)))
            .map(|(id, handle)| {
                Ok(MentionView {
                    id: UserId::from_storage(id)?,
                    handle: handle.clone(),
                })
            })
            .collect()
    }
}
