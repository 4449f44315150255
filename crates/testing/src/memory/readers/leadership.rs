//! Who leads a reader: whoever came first.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use thoughts_use_cases::readers::{Lead, Leadership, LogHints};
use thoughts_use_cases::storage::StorageError;

use crate::memory::MemoryStorage;

pub type Led = Arc<Mutex<HashSet<String>>>;

#[async_trait]
impl Leadership for MemoryStorage {
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
impl LogHints for MemoryStorage {
    fn patience(&self) -> Duration {
        Duration::from_millis(10)
    }

    async fn hint(&self) {
        std::future::pending::<()>().await;
    }
}
