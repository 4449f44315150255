//! How to reach the database.

use std::fmt;
use std::thread::available_parallelism;
use std::time::Duration;

/// How to reach the database, and how long anything may take there.
#[derive(Clone)]
pub struct PostgresOptions {
    /// `postgres://user:password@host:port/database`, or over a Unix socket
    /// `postgres:///database?host=/folder&user=name` or `postgres://name@%2Ffolder/database`.
    /// A local database is best reached by its socket: sqlx does not set `TCP_NODELAY`.
    pub url: String,
    /// The most connections that may be open.
    pub max_connections: u32,
    /// How long to wait for a free connection.
    pub acquire_timeout: Duration,
    /// How long one statement may run. Keep it below the timeout of any proxy in front.
    pub statement_timeout: Duration,
    /// How long one statement may wait for a lock.
    pub lock_timeout: Duration,
    /// How long a transaction may sit idle before the server ends it: the last net under a
    /// transaction that nobody finishes.
    pub idle_in_transaction_session_timeout: Duration,
}

impl PostgresOptions {
    /// The defaults: 4 connections per core, 3 s for a connection, 5 s for a statement, 3 s for a
    /// lock, 10 s for an idle transaction.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        let cores = available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            url: url.into(),
            max_connections: u32::try_from(cores * 4).unwrap_or(4),
            // sqlx waits for 30 s when this is left out; a client has gone by then.
            acquire_timeout: Duration::from_secs(3),
            statement_timeout: Duration::from_secs(5),
            lock_timeout: Duration::from_secs(3),
            idle_in_transaction_session_timeout: Duration::from_secs(10),
        }
    }
}

impl fmt::Debug for PostgresOptions {
    /// Leaves the URL out: it may hold a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresOptions")
            .field("max_connections", &self.max_connections)
            .field("acquire_timeout", &self.acquire_timeout)
            .field("statement_timeout", &self.statement_timeout)
            .field("lock_timeout", &self.lock_timeout)
            .finish_non_exhaustive()
    }
}
