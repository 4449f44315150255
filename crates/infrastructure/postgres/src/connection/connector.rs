//! How the pool makes connections, and which it uses again.

use std::io::ErrorKind;
use std::time::Duration;

use deadpool::managed::{Manager, Metrics, RecycleError, RecycleResult};
use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use tokio::time::sleep;

use super::soundness::is_fit;

/// How old a connection may grow: what the server keeps for it grows with it.
const LIFETIME: Duration = Duration::from_mins(30);

/// How long to rest before another try when nobody answers, at first; twice as long each time.
const REST: Duration = Duration::from_millis(10);
const LONGEST_REST: Duration = Duration::from_millis(500);

/// Makes connections for the pool.
pub(super) struct Connector {
    pub(super) options: PgConnectOptions,
}

impl Manager for Connector {
    type Type = PgConnection;
    type Error = sqlx::Error;

    /// Tries again while the server is on its way up, for as long as the caller waits.
    async fn create(&self) -> Result<PgConnection, sqlx::Error> {
        let mut rest = REST;
        loop {
            match PgConnection::connect_with(&self.options).await {
                Err(error) if passes_by_itself(&error) => sleep(rest).await,
                outcome => return outcome,
            }
            rest = (rest * 2).min(LONGEST_REST);
        }
    }

    async fn recycle(
        &self,
        connection: &mut PgConnection,
        metrics: &Metrics,
    ) -> RecycleResult<sqlx::Error> {
        if metrics.age() > LIFETIME {
            return Err(RecycleError::message("has grown old"));
        }
        if is_fit(connection, metrics.last_used()).await? {
            Ok(())
        } else {
            Err(RecycleError::message("is not sound"))
        }
    }
}

/// Whether the server is starting, stopping or full, so that another try may fare better.
fn passes_by_itself(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(io) => io.kind() == ErrorKind::ConnectionRefused,
        // `too_many_connections` and `cannot_connect_now`.
        sqlx::Error::Database(told) => matches!(told.code().as_deref(), Some("53300" | "57P03")),
        _ => false,
    }
}
