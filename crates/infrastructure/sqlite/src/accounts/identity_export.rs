//! At which outside providers a user is known.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::export::{ExportSection, ExportedIdentity};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::store::SqliteStorage;

#[async_trait]
impl ExportSection<ExportedIdentity> for SqliteStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<(String, String)>,
        limit: u32,
    ) -> Result<Vec<ExportedIdentity>, StorageError> {
        let user = user.as_str();
        let (issuer, subject) = after.unwrap_or_default();
        let rows = sqlx::query!(
            r#"SELECT issuer AS "issuer!: String", subject AS "subject!: String", created_at
            FROM outside_identities WHERE user_id = ? AND (issuer, subject) > (?, ?)
            ORDER BY issuer, subject LIMIT ?"#,
            user,
            issuer,
            subject,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let rows = rows.into_iter().map(|row| ExportedIdentity {
            issuer: row.issuer,
            subject: row.subject,
            created_at: Timestamp::from_micros(row.created_at),
        });
        Ok(rows.collect())
    }
}
