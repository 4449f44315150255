//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::accounts::TokenPurpose;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::export::{ExportSection, ExportedMail, ExportedMailedToken};
use thoughts_use_cases::mail::MailKind;
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::store::SqliteStorage;

#[async_trait]
impl ExportSection<ExportedMail> for SqliteStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<&'static str>,
        limit: u32,
    ) -> Result<Vec<ExportedMail>, StorageError> {
        let (user, after) = (user.as_str(), after.unwrap_or_default());
        let rows = sqlx::query!(
            "SELECT kind, created_at FROM mails
            WHERE user_id = ? AND kind > ? ORDER BY kind LIMIT ?",
            user,
            after,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedMail {
                kind: MailKind::from_storage(&row.kind)?,
                created_at: Timestamp::from_micros(row.created_at),
            })
        });
        rows.collect()
    }
}

#[async_trait]
impl ExportSection<ExportedMailedToken> for SqliteStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<&'static str>,
        limit: u32,
    ) -> Result<Vec<ExportedMailedToken>, StorageError> {
        let (user, after) = (user.as_str(), after.unwrap_or_default());
        let rows = sqlx::query!(
            "SELECT purpose, expires_at FROM one_time_tokens
            WHERE user_id = ? AND purpose > ? ORDER BY purpose LIMIT ?",
            user,
            after,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let rows = rows.into_iter().map(|row| {
            Ok(ExportedMailedToken {
                purpose: TokenPurpose::from_storage(&row.purpose)?,
                expires_at: Timestamp::from_micros(row.expires_at),
            })
        });
        rows.collect()
    }
}
