//! Reads of second factors.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::second_factor::{SecondFactorQueries, SecondFactorView};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{moment, number};
use crate::errors::storage_error;
use crate::paging::positioned;
use crate::storage::PostgresStorage;

#[async_trait]
impl SecondFactorQueries for PostgresStorage {
    async fn second_factor(
        &self,
        user: UserId,
    ) -> Result<Positioned<SecondFactorView>, StorageError> {
        let row = sqlx::query!(
            r#"SELECT h.position, h.epoch, f.enabled_at AS "enabled_at?", (
                   SELECT count(*) FROM recovery_codes c WHERE c.user_id = f.user_id
               ) AS "left!"
               FROM event_head h LEFT JOIN second_factors f ON f.user_id = $1"#,
            user.as_str(),
        )
        .fetch_one(&self.pool)
        .await
        .map_err(storage_error)?;
        let view = SecondFactorView {
            enabled_at: row.enabled_at.map(moment),
            recovery_codes_left: number(row.left, "recovery_codes")?,
        };
        Ok(positioned(row.position, &row.epoch, view)?)
    }
}
