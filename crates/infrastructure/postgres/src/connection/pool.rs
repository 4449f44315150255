//! The pool.

use std::time::Duration;

use deadpool::managed::{PoolError, QueueMode};
use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use tokio::time::{sleep, timeout};

use super::connector::Connector;
use super::settings::connect_options;
use super::{ConnectError, Lease};
use crate::options::PostgresOptions;

/// How often to look whether the last connection has come back, while the pool closes.
const GLANCE: Duration = Duration::from_millis(5);

/// Connections that are lent to one statement or one transaction at a time.
#[derive(Clone)]
pub(crate) struct Pool {
    connections: deadpool::managed::Pool<Connector>,
    size: u32,
    patience: Duration,
}

impl Pool {
    /// A pool of up to `size` connections, none of them open yet; who asks for one waits no longer
    /// than `patience`.
    pub(crate) fn new(
        options: PgConnectOptions,
        size: u32,
        patience: Duration,
    ) -> Result<Self, sqlx::Error> {
        let connections = deadpool::managed::Pool::builder(Connector { options })
            .max_size(usize::try_from(size).unwrap_or(usize::MAX))
            // What was used last is the warmest, and the others may rest.
            .queue_mode(QueueMode::Lifo)
            .build()
            .map_err(|error| sqlx::Error::Configuration(error.into()))?;
        Ok(Self {
            connections,
            size,
            patience,
        })
    }

    /// Lends a connection, a new one when there is none to be used again.
    pub(crate) async fn acquire(&self) -> Result<Lease, sqlx::Error> {
        match timeout(self.patience, self.connections.get()).await {
            Ok(Ok(connection)) => Ok(Lease::new(connection)),
            Ok(Err(PoolError::Backend(error))) => Err(error),
            Ok(Err(PoolError::Closed)) => Err(sqlx::Error::PoolClosed),
            // The others come from limits and hooks that this pool does not use.
            Ok(Err(_)) | Err(_) => Err(sqlx::Error::PoolTimedOut),
        }
    }

    /// How many connections it may hold.
    pub(crate) const fn size(&self) -> u32 {
        self.size
    }

    /// How many are open, and how many of these are not lent.
    pub(crate) fn open_and_idle(&self) -> (u32, u32) {
        let status = self.connections.status();
        let number = |count| u32::try_from(count).unwrap_or(u32::MAX);
        (number(status.size), number(status.available))
    }

    /// Closes every connection, and waits for those that are lent.
    pub(crate) async fn close(&self) {
        let idle = self.connections.retain(|_, _| false).removed;
        self.connections.close();
        for connection in idle {
            // The server notices a connection that is cut too.
            let _ = connection.close().await;
        }
        let returned = async {
            while self.connections.status().size > 0 {
                sleep(GLANCE).await;
            }
        };
        // Who still has one after that does not give it back.
        let _ = timeout(self.patience, returned).await;
    }
}

/// Opens the pool after one connection has shown that the database is there.
pub(crate) async fn open_pool(options: &PostgresOptions) -> Result<Pool, ConnectError> {
    let connect = connect_options(options)?;
    // A pool repeats a refused connection until its time is over; an operator wants to know now.
    match timeout(
        options.acquire_timeout,
        PgConnection::connect_with(&connect),
    )
    .await
    {
        Ok(Ok(connection)) => drop(connection.close().await),
        Ok(Err(error)) => return Err(ConnectError::of(&error, &connect)),
        Err(_) => return Err(ConnectError::too_slow(&connect)),
    }
    let (size, patience) = (options.max_connections, options.acquire_timeout);
    Pool::new(connect.clone(), size, patience).map_err(|error| ConnectError::of(&error, &connect))
}
