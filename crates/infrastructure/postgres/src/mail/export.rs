//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::accounts::TokenPurpose;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::export::{ExportSection, ExportedMail, ExportedMailedToken};
use thoughts_use_cases::mail::MailKind;
use thoughts_use_cases::storage::StorageError;

use crate::convert::moment;
use crate::errors::storage_error;
use crate::storage::PostgresStorage;

#[async_trait]
impl ExportSection<ExportedMail> for PostgresStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<&'static str>,
        limit: u32,
    ) -> Result<Vec<ExportedMail>, StorageError> {
        let rows = sqlx::query!(
            "SELECT kind, created_at FROM mails
             WHERE user_id = $1 AND kind > $2 ORDER BY kind LIMIT $3",
            user.as_str(),
            after.unwrap_or_default(),
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedMail {
                kind: MailKind::from_storage(&row.kind)?,
                created_at: moment(row.created_at),
            })
        });
        rows.collect()
    }
}

#[async_trait]
impl ExportSection<ExportedMailedToken> for PostgresStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<&'static str>,
        limit: u32,
    ) -> Result<Vec<ExportedMailedToken>, StorageError> {
        let rows = sqlx::query!(
            "SELECT purpose, expires_at FROM one_time_tokens
             WHERE user_id = $1 AND purpose > $2 ORDER BY purpose LIMIT $3",
            user.as_str(),
            after.unwrap_or_default(),
            i64::from(limit),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedMailedToken {
                purpose: TokenPurpose::from_storage(&row.purpose)?,
                expires_at: moment(row.expires_at),
            })
        });
        rows.collect()
    }
}
