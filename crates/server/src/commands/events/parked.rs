//! `thoughts events parked`

use thoughts_use_cases::readers::ParkedEvent;

use crate::cli::StorageAndLog;
use crate::commands::output::line;
use crate::failure::Failure;
use crate::logging::{self, Target};
use crate::storage::Storage;

/// How many are read at once.
const PAGE: u32 = 500;

pub(super) async fn run(options: &StorageAndLog) -> Result<(), Failure> {
    logging::start(&options.log, Target::Stderr)?;
    let storage = Storage::beside_a_server(&options.storage).await?;
    let parked = all(&storage).await;
    storage.close().await;
    for event in parked? {
        line(format_args!(
            "{} {} {} {} of {} {}, tried {} times until {}: {}",
            event.event_id,
            event.reader,
            event.position,
            event.event_type,
            event.aggregate_type,
            event.aggregate_id,
            event.tries,
            event.parked_at,
            event.error,
        ))?;
    }
    Ok(())
}

/// Every parked event, by reader and place.
pub(super) async fn all(storage: &Storage) -> Result<Vec<ParkedEvent>, Failure> {
    let mut found: Vec<ParkedEvent> = Vec::new();
    loop {
        let after = found
            .last()
            .map(|last| (last.reader.clone(), last.position));
        let page = storage.subscriptions.parked(after, PAGE).await;
        let page = page.map_err(|error| Failure::because(&error))?;
        if page.is_empty() {
            return Ok(found);
        }
        found.extend(page);
    }
}
