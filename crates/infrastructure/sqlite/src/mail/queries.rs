//! How the queue is.

use async_trait::async_trait;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::mail::MailQueries;
use thoughts_use_cases::storage::StorageError;

use crate::convert::count;
use crate::errors::failure;
use crate::store::SqliteStorage;

#[async_trait]
impl MailQueries for SqliteStorage {
    async fn is_due(&self, now: Timestamp) -> Result<bool, StorageError> {
        let now = now.as_micros();
        sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT 1 FROM forgotten_passwords)
                OR EXISTS (SELECT 1 FROM mails WHERE due_at <= ?) AS "due!: bool""#,
            now
        )
        .fetch_one(&self.readers)
        .await
        .map_err(failure)
    }

    async fn waiting(&self) -> Result<u64, StorageError> {
        let waiting = sqlx::query_scalar!(r#"SELECT count(*) AS "waiting!: i64" FROM mails"#)
            .fetch_one(&self.readers)
            .await
            .map_err(failure)?;
        Ok(count("mails", waiting)?)
    }
}
