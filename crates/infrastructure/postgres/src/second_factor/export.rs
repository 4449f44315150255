//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::export::{ExportSection, ExportedSecondFactor};
use thoughts_use_cases::storage::StorageError;

use super::repository::step;
use crate::convert::{moment, number};
use crate::errors::storage_error;
use crate::storage::PostgresStorage;

#[async_trait]
impl ExportSection<ExportedSecondFactor> for PostgresStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<()>,
        _limit: u32,
    ) -> Result<Vec<ExportedSecondFactor>, StorageError> {
        if after.is_some() {
            return Ok(Vec::new());
        }
        let row = sqlx::query!(
            r#"SELECT f.begun_at, f.enabled_at, f.last_step, (
                   SELECT count(*) FROM recovery_codes c WHERE c.user_id = f.user_id
               ) AS "left!"
               FROM second_factors f WHERE f.user_id = $1"#,
            user.as_str(),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(storage_error)?;
        let row = row.map(|row| {
            Ok(ExportedSecondFactor {
                begun_at: moment(row.begun_at),
                enabled_at: row.enabled_at.map(moment),
                last_step: step(row.last_step)?,
                recovery_codes_left: number(row.left, "recovery_codes")?,
            })
        });
        row.into_iter().collect()
    }
}
