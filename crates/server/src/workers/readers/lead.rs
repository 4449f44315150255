//! Leading one reader, or standing by.

use std::sync::Arc;
use std::time::Duration;

use metrics::gauge;
use thoughts_use_cases::readers::{Lead, Progress, Reader, ReaderRun};
use tokio::time::{Instant, sleep, timeout};

use crate::workers::Tools;

/// How often who stands by tries to take the lead: well below the 5 s that a killed leader may be
/// missed for.
const STAND_BY: Duration = Duration::from_millis(500);

/// How often a leader makes sure that it still leads, and looks whether a person has asked for
/// something.
const LOOK: Duration = Duration::from_secs(1);

/// How long to wait after a step that somebody else has taken.
const LOST: Duration = Duration::from_millis(20);

/// How long to wait before an event is tried again; longer each time.
const AGAIN: Duration = Duration::from_millis(100);

/// The longest wait after the storage has failed.
const LONGEST_REST: Duration = Duration::from_secs(5);

pub(in crate::workers) async fn run(tools: Arc<Tools>, reader: Arc<dyn Reader>) {
    let name = reader.name();
    let leading = gauge!("thoughts_reader_leading", "reader" => name);
    leading.set(0);
    loop {
        match tools.storage.leadership.try_lead(name).await {
            Ok(Some(mut lead)) => {
                tracing::info!(reader = name, "leads");
                leading.set(1);
                go(&tools, &reader, &mut *lead).await;
                leading.set(0);
                tracing::warn!(reader = name, "lost the lead and stands by");
            }
            Ok(None) => {}
            Err(error) => tracing::debug!(reader = name, %error, "cannot stand by"),
        }
        sleep(STAND_BY).await;
    }
}

/// Goes on for as long as the lead is there.
async fn go(tools: &Tools, reader: &Arc<dyn Reader>, lead: &mut dyn Lead) {
    let mut head = tools.head.subscribe();
    let mut run = ReaderRun::new(
        Arc::clone(reader),
        Arc::clone(&tools.storage.store),
        Arc::clone(&tools.storage.log),
        Arc::clone(&tools.clock),
        Arc::clone(&tools.steps),
    );
    let mut looked = Instant::now();
    let mut rest = AGAIN;
    loop {
        if looked.elapsed() >= LOOK {
            if lead.confirm().await.is_err() {
                return;
            }
            looked = Instant::now();
            run.look_again();
        }
        let place = head.borrow_and_update().clone();
        let Some(place) = place else {
            // Nothing is lost when nobody changes it in time.
            let _ = timeout(LOOK, head.changed()).await;
            continue;
        };
        match run.step(&place).await {
            Ok(Progress::Moved | Progress::Rebuilding | Progress::Failing(0)) => rest = AGAIN,
            Ok(Progress::Failing(tries)) => sleep(AGAIN * 4_u32.pow(tries.min(4))).await,
            Ok(Progress::Lost) => sleep(LOST).await,
            Ok(Progress::Idle | Progress::Stopped) => {
                rest = AGAIN;
                let _ = timeout(LOOK, head.changed()).await;
            }
            Err(error) => {
                let cause = std::error::Error::source(&error).map(ToString::to_string);
                tracing::warn!(reader = reader.name(), %error, cause, "a reader failed and tries again");
                sleep(rest).await;
                rest = (rest * 2).min(LONGEST_REST);
            }
        }
    }
}
