//! At which outside providers a user is known.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::export::{ExportSection, ExportedIdentity};
use thoughts_use_cases::storage::StorageError;

use crate::convert::moment;
use crate::errors::storage_error;
use crate::storage::PostgresStorage;

#[async_trait]
impl ExportSection<ExportedIdentity> for PostgresStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<(String, String)>,
        limit: u32,
    ) -> Result<Vec<ExportedIdentity>, StorageError> {
        let (issuer, subject) = after.unwrap_or_default();
        let rows = sqlx::query!(
            r#"SELECT issuer AS "issuer!", subject AS "subject!", created_at
               FROM outside_identities
               WHERE user_id = $1 AND (issuer, subject) > ($2, $3)
               ORDER BY issuer, subject LIMIT $4"#,
            user.as_str(),
            issuer,
            subject,
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let rows = rows.into_iter().map(|row| ExportedIdentity {
            issuer: row.issuer,
            subject: row.subject,
            created_at: moment(row.created_at),
        });
        Ok(rows.collect())
    }
}
