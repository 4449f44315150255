//! Who leads a reader: a lock of the session, on a connection of its own.

use std::time::Duration;

use async_trait::async_trait;
use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use thoughts_use_cases::readers::{Lead, Leadership};
use thoughts_use_cases::storage::StorageError;
use tokio::time::timeout;

use crate::errors::storage_error;
use crate::storage::PostgresStorage;

/// The first half of each lock's key; the second is a digest of the reader's name.
const LOCK_SPACE: i32 = 0x7468_6f75;

/// How long the server may take to say that the lead is still there.
const PATIENCE: Duration = Duration::from_secs(2);

#[async_trait]
impl Leadership for PostgresStorage {
    async fn try_lead(&self, reader: &str) -> Result<Option<Box<dyn Lead>>, StorageError> {
        // Through the pool first, for as long as one statement takes: who stands by for hours
        // needs no connection of his own.
        let free = sqlx::query_scalar!(
            r#"SELECT pg_try_advisory_xact_lock($1, hashtext($2)) AS "free!""#,
            LOCK_SPACE,
            reader,
        )
        .fetch_one(&self.pool)
        .await
        .map_err(storage_error)?;
        if !free {
            return Ok(None);
        }
        let options = watched(self.apart.clone());
        let mut connection = within(PgConnection::connect_with(&options)).await?;
        let taken = sqlx::query_scalar!(
            r#"SELECT pg_try_advisory_lock($1, hashtext($2)) AS "taken!""#,
            LOCK_SPACE,
            reader,
        );
        if !within(taken.fetch_one(&mut connection)).await? {
            return Ok(None);
        }
        Ok(Some(Box::new(SessionLead(connection))))
    }
}

/// The server ends the session of a host that is gone, and with it the lock: after two probes
/// that nobody answers, or 3 s for what it sent. A process that is killed closes its connection.
fn watched(options: PgConnectOptions) -> PgConnectOptions {
    options.application_name("thoughts reader").options([
        ("tcp_keepalives_idle", "1"),
        ("tcp_keepalives_interval", "1"),
        ("tcp_keepalives_count", "2"),
        ("tcp_user_timeout", "3000"),
    ])
}

async fn within<T>(
    answer: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, StorageError> {
    match timeout(PATIENCE, answer).await {
        Ok(answered) => answered.map_err(storage_error),
        Err(late) => Err(StorageError::Unavailable(late.into())),
    }
}

/// The lead, for as long as the session lives.
struct SessionLead(PgConnection);

#[async_trait]
impl Lead for SessionLead {
    async fn confirm(&mut self) -> Result<(), StorageError> {
        within(self.0.ping()).await
    }
}
