//! Being told that the log has grown.

use std::time::Duration;

use async_trait::async_trait;
use sqlx::postgres::{PgListener, PgPoolOptions};
use thoughts_use_cases::readers::LogHints;
use tokio::sync::Mutex;
use tokio::time::sleep;

use crate::events::CHANNEL;
use crate::storage::PostgresStorage;

/// How long to wait before the next try when the server cannot be listened to.
const REST: Duration = Duration::from_secs(5);

/// The one listener of a storage, made when it is first waited for.
#[derive(Default)]
pub(crate) struct Listener(Mutex<Option<PgListener>>);

#[async_trait]
impl LogHints for PostgresStorage {
    fn patience(&self) -> Duration {
        Duration::from_millis(250)
    }

    async fn hint(&self) {
        let mut slot = self.listener.0.lock().await;
        if slot.is_none() {
            match self.listen().await {
                Ok(listener) => *slot = Some(listener),
                Err(error) => {
                    tracing::warn!(%error, "the log's channel cannot be listened to; readers poll");
                    sleep(REST).await;
                }
            }
        }
        if let Some(listener) = slot.as_mut()
            // It connects again by itself when it can, and gives up when it cannot.
            && let Err(error) = listener.recv().await
        {
            tracing::debug!(%error, "the log's channel was lost");
            *slot = None;
        }
    }
}

impl PostgresStorage {
    /// A connection of its own: the pool's are for requests.
    async fn listen(&self) -> Result<PgListener, sqlx::Error> {
        let pool = PgPoolOptions::new()
            .max_connections(1)
            .max_lifetime(None)
            .idle_timeout(None)
            .connect_lazy_with(self.apart.clone());
        let mut listener = PgListener::connect_with(&pool).await?;
        listener.ignore_pool_close_event(true);
        listener.listen(CHANNEL).await?;
        Ok(listener)
    }
}
