//! `thoughts events retry`

use std::sync::Arc;

use thoughts_identity::SystemClock;
use thoughts_use_cases::readers::{ParkedEvent, RetryOutcome, RetryParked};

use super::parked::all;
use crate::cli::RetryOptions;
use crate::commands::output::line;
use crate::failure::Failure;
use crate::logging::{self, Target};
use crate::storage::Storage;
use crate::wiring::readers;

pub(super) async fn run(options: &RetryOptions) -> Result<(), Failure> {
    logging::start(&options.storage.log, Target::Stderr)?;
    let storage = Storage::beside_a_server(&options.storage.storage).await?;
    let tried = retry(options, &storage).await;
    storage.close().await;
    match tried? {
        0 => Ok(()),
        left => Err(Failure::refused(format!(
            "{left} stay parked; see `thoughts events parked`"
        ))),
    }
}

/// Tries them in their order; how many stay parked.
async fn retry(options: &RetryOptions, storage: &Storage) -> Result<u32, Failure> {
    let mut parked = all(storage).await?;
    if let Some(id) = options.id {
        parked.retain(|event| event.event_id == id);
        if parked.is_empty() {
            return Err(Failure::refused(format!("no reader has parked event {id}")));
        }
    }
    let use_case = RetryParked {
        store: Arc::clone(&storage.store),
        log: Arc::clone(&storage.log),
        clock: Arc::new(SystemClock::new()),
    };
    let readers = readers();
    let mut left = 0;
    for event in parked {
        let reader = readers.iter().find(|reader| reader.name() == event.reader);
        let told = match reader {
            None => Some("this program has no such reader".to_owned()),
            Some(reader) => {
                let outcome = use_case.execute(&**reader, &event).await;
                said(outcome.map_err(|error| Failure::because(&error))?, &event)
            }
        };
        left += u32::from(told.is_some());
        let verdict = told.map_or("done".to_owned(), |why| format!("still parked: {why}"));
        line(format_args!(
            "{} {}: {verdict}",
            event.event_id, event.reader
        ))?;
    }
    Ok(left)
}

/// Why it stays parked; none when it does not.
fn said(outcome: RetryOutcome, event: &ParkedEvent) -> Option<String> {
    match outcome {
        RetryOutcome::Done | RetryOutcome::NotParked => None,
        RetryOutcome::Failed(reason) => Some(reason),
        RetryOutcome::Behind => {
            Some("an earlier event of the same aggregate is parked; retry that first".to_owned())
        }
        RetryOutcome::Gone => Some(format!(
            "the log no longer keeps it; `thoughts rebuild {}` makes good what it would have done",
            event.reader
        )),
    }
}
