//! Who leads a reader: the one process that serves the file, and in it whoever came first.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use thoughts_use_cases::readers::{Lead, Leadership, LogHints};
use thoughts_use_cases::storage::StorageError;

use crate::store::SqliteStorage;

/// The readers that are led.
pub(crate) type Led = Arc<Mutex<HashSet<String>>>;

#[async_trait]
impl Leadership for SqliteStorage {
    async fn try_lead(&self, reader: &str) -> Result<Option<Box<dyn Lead>>, StorageError> {
        let mut led = self.led.lock().unwrap_or_else(PoisonError::into_inner);
        if !led.insert(reader.to_owned()) {
            return Ok(None);
        }
        Ok(Some(Box::new(LocalLead {
            reader: reader.to_owned(),
            led: Arc::clone(&self.led),
        })))
    }
}

struct LocalLead {
    reader: String,
    led: Led,
}

#[async_trait]
impl Lead for LocalLead {
    async fn confirm(&mut self) -> Result<(), StorageError> {
        Ok(())
    }
}

impl Drop for LocalLead {
    fn drop(&mut self) {
        let mut led = self.led.lock().unwrap_or_else(PoisonError::into_inner);
        led.remove(&self.reader);
    }
}

#[async_trait]
impl LogHints for SqliteStorage {
    /// Nobody says anything here, so readers look often: a look costs some twenty microseconds.
    fn patience(&self) -> Duration {
        Duration::from_millis(20)
    }

    async fn hint(&self) {
        std::future::pending::<()>().await;
    }
}
