//! `thoughts check`

use thoughts_identity::SystemClock;
use thoughts_use_cases::erasure::ErasureBacklog;
use thoughts_use_cases::system::Clock;

use super::output::line;
use crate::cli::StorageAndLog;
use crate::failure::Failure;
use crate::logging::{self, Target};
use crate::storage::Storage;

pub(super) async fn run(options: &StorageAndLog, repair: bool) -> Result<(), Failure> {
    logging::start(&options.log, Target::Stderr)?;
    let storage = Storage::beside_a_server(&options.storage).await?;
    let checks = storage.integrity.checks();
    let findings = storage.integrity.verify(repair).await;
    let now = SystemClock::new().now();
    let backlog = storage.erasures.backlog(now).await;
    storage.close().await;
    let findings = findings.map_err(|error| Failure::because(&error))?;
    let backlog = backlog.map_err(|error| Failure::because(&error))?;

    for name in &checks {
        let found: Vec<_> = findings.iter().filter(|f| f.check == *name).collect();
        let verdict = if found.is_empty() { "ok" } else { "broken" };
        line(format_args!("{name}: {verdict}"))?;
        for finding in found {
            let end = if finding.repaired { " (repaired)" } else { "" };
            line(format_args!(
                "  {}: {}{end}",
                finding.subject, finding.detail
            ))?;
        }
    }
    line(format_args!("erasures: {}", told(&backlog)))?;
    match findings.iter().filter(|finding| !finding.repaired).count() {
        0 => Ok(()),
        _ if repair => Err(Failure::refused(
            "what is not marked as repaired needs a person",
        )),
        _ => Err(Failure::refused(
            "something is broken; `thoughts check --repair` puts counters right",
        )),
    }
}

/// Accounts that are still being erased are no fault: a running server goes on with them.
fn told(backlog: &ErasureBacklog) -> String {
    let ErasureBacklog {
        pending, failing, ..
    } = backlog;
    match backlog.oldest {
        None => "none pending".to_owned(),
        Some(oldest) => format!("{pending} pending since {oldest}, {failing} of them failing"),
    }
}
