//! The present handles of those whom posts mention.

use std::collections::HashMap;

use sqlx::PgExecutor;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::posts::MentionView;

use super::rows::PostRow;

/// Handles by user id.
#[derive(Default)]
pub(super) struct Handles(HashMap<String, String>);

impl Handles {
    /// Looks up all whom `rows` mention, in one statement, and in none when they mention nobody.
    pub(super) async fn of(
        executor: impl PgExecutor<'_>,
        rows: &[PostRow],
    ) -> Result<Self, sqlx::Error> {
        let mut wanted: Vec<&str> = rows
            .iter()
            .flat_map(|row| row.mention_ids.iter().flatten())
            .map(String::as_str)
            .collect();
        if wanted.is_empty() {
            return Ok(Self::default());
        }
        wanted.sort_unstable();
        wanted.dedup();
        let found = sqlx::query!(
            "SELECT id, handle FROM users WHERE id = ANY($1) AND deleted_at IS NULL",
            &wanted as &[&str],
        )
        .fetch_all(executor)
        .await?;
        Ok(Self(
            found.into_iter().map(|row| (row.id, row.handle)).collect(),
        ))
    }

    /// Those of `ids` who are still there, in order.
    pub(super) fn mentions(&self, ids: &[String]) -> Result<Vec<MentionView>, Inconsistency> {
        ids.iter()
            .filter_map(|id| self.0.get(id).map(|handle| (id, handle)))
            .map(|(id, handle)| {
                Ok(MentionView {
                    id: UserId::from_storage(id)?,
                    handle: handle.clone(),
                })
            })
            .collect()
    }
}
