//! `thoughts events tail`

use std::time::Duration;

use serde_json::{Value, json};
use thoughts_use_cases::events::{EventPosition, LoggedEvent};

use crate::cli::TailOptions;
use crate::commands::output::line;
use crate::failure::Failure;
use crate::logging::{self, Target};
use crate::storage::Storage;

/// How many events are read at once.
const BATCH: u32 = 500;

/// How often to look for new ones.
const PERIOD: Duration = Duration::from_millis(250);

pub(super) async fn run(options: &TailOptions) -> Result<(), Failure> {
    logging::start(&options.storage.log, Target::Stderr)?;
    let storage = Storage::beside_a_server(&options.storage.storage).await?;
    let told = tokio::select! {
        told = follow(options, &storage) => told,
        // The way to end it.
        _ = tokio::signal::ctrl_c() => Ok(()),
    };
    storage.close().await;
    told
}

async fn follow(options: &TailOptions, storage: &Storage) -> Result<(), Failure> {
    let failed = |error| Failure::because(&error);
    let head = storage.log.head().await.map_err(failed)?;
    let mut passed = match &options.after {
        Some(after) => place(after, &head)?,
        None => head.number,
    };
    loop {
        let events = storage.log.read(passed, BATCH).await.map_err(failed)?;
        for event in &events {
            if options.once && event.position > head.number {
                return Ok(());
            }
            passed = event.position;
            if options.types.is_empty() || options.types.contains(&event.event_type) {
                line(shown(event, &head.epoch))?;
            }
        }
        if events.is_empty() {
            if options.once {
                return Ok(());
            }
            tokio::time::sleep(PERIOD).await;
        }
    }
}

/// The number of a position of this log.
fn place(text: &str, head: &EventPosition) -> Result<u64, Failure> {
    let (epoch, number) = text.rsplit_once('-').unwrap_or((&head.epoch, text));
    if epoch != head.epoch {
        return Err(Failure::refused(format!(
            "position {text} is of another epoch than the log, {}",
            head.epoch
        )));
    }
    let number = number.parse();
    number.map_err(|_| Failure::usage(format!("'{text}' is no position such as {head}")))
}

fn shown(event: &LoggedEvent, epoch: &str) -> Value {
    json!({
        "position": format!("{epoch}-{}", event.position),
        "id": event.id.as_str(),
        "type": event.event_type,
        "aggregateType": event.aggregate_type,
        "aggregateId": event.aggregate_id.as_str(),
        "version": event.aggregate_version,
        "audience": event.audience,
        "actor": event.actor.as_str(),
        "time": event.occurred_at.to_string(),
        "data": serde_json::from_str::<Value>(&event.payload).unwrap_or_default(),
    })
}
