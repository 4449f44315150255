//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::export::{ExportSection, ExportedSecondFactor};
use thoughts_use_cases::storage::StorageError;

use super::repository::{left, step};
use crate::convert::moment;
use crate::errors::failure;
use crate::store::SqliteStorage;

#[async_trait]
impl ExportSection<ExportedSecondFactor> for SqliteStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<()>,
        _limit: u32,
    ) -> Result<Vec<ExportedSecondFactor>, StorageError> {
        if after.is_some() {
            return Ok(Vec::new());
        }
        let user = user.as_str();
        let row = sqlx::query!(
            r#"SELECT f.begun_at, f.enabled_at, f.last_step, (
                SELECT count(*) FROM recovery_codes AS c WHERE c.user_id = f.user_id
            ) AS "left!: i64"
            FROM second_factors AS f WHERE f.user_id = ?"#,
            user
        )
        .fetch_optional(&self.readers)
        .await
        .map_err(failure)?;
        let row = row.map(|row| {
            Ok(ExportedSecondFactor {
                begun_at: Timestamp::from_micros(row.begun_at),
                enabled_at: moment(row.enabled_at),
                last_step: step(row.last_step)?,
                recovery_codes_left: left(row.left)?,
            })
        });
        row.into_iter().collect()
    }
}
