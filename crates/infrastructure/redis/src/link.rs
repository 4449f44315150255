//! The one connection to Redis, and whether it is any good.

use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, RedisResult};
use tokio::sync::Notify;
use tokio::time::{sleep, timeout};

use crate::address::RedisAddress;

/// How long a request waits for Redis; after that it counts as away.
pub const PATIENCE: Duration = Duration::from_millis(50);
/// How long connecting may take, and the first answer: nobody waits for them.
const GREETING: Duration = Duration::from_secs(1);
/// How often an idle connection is tried.
const PERIOD: Duration = Duration::from_millis(500);
/// The longest pause between two tries to connect.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// How many requests may wait for an answer of Redis; more would only wait in vain.
const IN_FLIGHT: usize = 512;

/// The one connection, over which all requests are pipelined; none while Redis is away.
pub(crate) struct Link {
    address: RedisAddress,
    connection: RwLock<Option<MultiplexedConnection>>,
    lost: Notify,
}

impl Link {
    pub(crate) fn new(address: RedisAddress) -> Self {
        Self {
            address,
            connection: RwLock::default(),
            lost: Notify::new(),
        }
    }

    /// The connection; none while Redis is away.
    pub(crate) fn connection(&self) -> Option<MultiplexedConnection> {
        let connection = self.connection.read();
        connection.unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn is_up(&self) -> bool {
        let connection = self.connection.read();
        connection.unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Redis did not answer: from now on nobody asks it, until it has answered again.
    pub(crate) fn lose(&self, reason: &str) {
        let mut connection = self
            .connection
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if connection.take().is_some() {
            tracing::warn!(
                redis = %self.address,
                reason,
                "Redis is away: each replica limits by what it sees itself"
            );
            self.lost.notify_one();
        }
    }

    /// Connects, watches the connection, and connects again; for ever.
    pub(crate) async fn keep(&self) {
        let mut pause = PERIOD / 8;
        loop {
            match self.greet().await {
                Ok(connection) => {
                    tracing::info!(redis = %self.address, "Redis shares the rate limits");
                    self.set(connection);
                    self.watch().await;
                    pause = PERIOD / 8;
                }
                Err(error) => tracing::debug!(%error, "Redis cannot be reached"),
            }
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Returns once the connection is lost.
    async fn watch(&self) {
        while let Some(mut connection) = self.connection() {
            let ping = redis::cmd("PING");
            let answer = timeout(GREETING, ping.query_async::<()>(&mut connection)).await;
            match answer {
                Ok(Ok(())) => {}
                Ok(Err(error)) => self.lose(&error.to_string()),
                Err(_) => self.lose("it does not answer"),
            }
            // Woken at once by a request that got no answer.
            let _ = timeout(PERIOD, self.lost.notified()).await;
        }
    }

    /// A connection over which Redis has answered.
    async fn greet(&self) -> RedisResult<MultiplexedConnection> {
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(GREETING))
            .set_response_timeout(Some(GREETING))
            .set_concurrency_limit(IN_FLIGHT);
        let client = self.address.client();
        let connecting = client.get_multiplexed_async_connection_with_config(&config);
        let mut connection = connecting.await?;
        redis::cmd("PING")
            .query_async::<()>(&mut connection)
            .await?;
        Ok(connection)
    }

    fn set(&self, connection: MultiplexedConnection) {
        *self
            .connection
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Some(connection);
    }
}
