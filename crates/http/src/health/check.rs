//! Asking the storage how it is.

use std::time::{Duration, Instant};

use thoughts_use_cases::storage::{SchemaState, StorageProbe};

/// How long the storage may take to answer a probe.
const DEADLINE: Duration = Duration::from_secs(1);

/// How the storage is.
pub(super) struct StorageHealth {
    /// What is wrong with it, for an operator; none when nothing is.
    pub(super) fault: Option<String>,
    /// How long it took to answer.
    pub(super) took: Duration,
}

/// Asks the storage, and waits no longer than [`DEADLINE`].
pub(super) async fn ask(probe: &dyn StorageProbe) -> StorageHealth {
    let began = Instant::now();
    let fault = match tokio::time::timeout(DEADLINE, probe.schema()).await {
        Ok(Ok(SchemaState::Current)) => None,
        Ok(Ok(SchemaState::Behind { missing })) => {
            Some(format!("schema: migration {missing} has not been applied"))
        }
        Ok(Err(error)) => {
            tracing::warn!(cause = ?error, "the storage does not answer a probe");
            Some("database: does not answer".to_owned())
        }
        Err(_) => Some("database: did not answer within a second".to_owned()),
    };
    StorageHealth {
        fault,
        took: began.elapsed(),
    }
}
