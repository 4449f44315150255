//! Reads of second factors.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::second_factor::{SecondFactorQueries, SecondFactorView};
use thoughts_use_cases::storage::StorageError;

use super::repository::left;
use crate::convert::moment;
use crate::errors::failure;
use crate::snapshot::position;
use crate::store::SqliteStorage;

#[async_trait]
impl SecondFactorQueries for SqliteStorage {
    async fn second_factor(
        &self,
        user: UserId,
    ) -> Result<Positioned<SecondFactorView>, StorageError> {
        let user = user.as_str();
        let row = sqlx::query!(
            r#"SELECT h.position, h.epoch, f.enabled_at AS "enabled_at?: i64", (
                SELECT count(*) FROM recovery_codes AS c WHERE c.user_id = f.user_id
            ) AS "left!: i64"
            FROM event_head AS h LEFT JOIN second_factors AS f ON f.user_id = ?"#,
            user
        )
        .fetch_one(&self.readers)
        .await
        .map_err(failure)?;
        Ok(Positioned {
            value: SecondFactorView {
                enabled_at: moment(row.enabled_at),
                recovery_codes_left: left(row.left)?,
            },
            position: position(row.epoch, row.position)?,
        })
    }
}
