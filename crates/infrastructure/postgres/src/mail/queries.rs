//! How the queue is.

use async_trait::async_trait;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::mail::MailQueries;
use thoughts_use_cases::storage::StorageError;

use crate::convert::{at, number};
use crate::errors::storage_error;
use crate::storage::PostgresStorage;

#[async_trait]
impl MailQueries for PostgresStorage {
    async fn is_due(&self, now: Timestamp) -> Result<bool, StorageError> {
        sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT FROM forgotten_passwords)
                   OR EXISTS (SELECT FROM mails WHERE due_at <= $1) AS "due!""#,
            at(now),
        )
        .fetch_one(&self.pool)
        .await
        .map_err(storage_error)
    }

    async fn waiting(&self) -> Result<u64, StorageError> {
        let count = sqlx::query_scalar!(r#"SELECT count(*) AS "count!" FROM mails"#)
            .fetch_one(&self.pool)
            .await
            .map_err(storage_error)?;
        Ok(number(count, "mails")?)
    }
}
