//! `thoughts user suspend` and `thoughts user unsuspend`

use std::sync::Arc;

use thoughts_domain::accounts::Handle;
use thoughts_domain::moderation::Reason;
use thoughts_identity::{Cuid2Generator, SystemClock};
use thoughts_use_cases::accounts::SessionWatch;
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::moderation::{
    Authority, SetSuspension, SetSuspensionCommand, SetSuspensionError, SetSuspensionUseCase, Whom,
};

use crate::cli::StorageAndLog;
use crate::commands::output::line;
use crate::failure::Failure;
use crate::logging::{self, Target};
use crate::storage::Storage;

pub(super) async fn run(
    options: &StorageAndLog,
    handle: Handle,
    suspended: bool,
    reason: Option<Reason>,
) -> Result<(), Failure> {
    logging::start(&options.log, Target::Stderr)?;
    let storage = Storage::beside_a_server(&options.storage).await?;
    let use_case = SetSuspensionUseCase {
        store: Arc::clone(&storage.store),
        watch: Arc::new(SessionWatch::new(Arc::clone(&storage.ledger))),
        clock: Arc::new(SystemClock::new()),
        ids: Arc::new(Cuid2Generator),
    };
    let command = SetSuspensionCommand {
        by: Authority::Program,
        whom: Whom::Handle(handle.clone()),
        suspended,
        reason,
        trace: TraceParent::default(),
    };
    let changed = use_case.execute(command).await;
    storage.close().await;
    let name = handle.as_str();
    match changed {
        Ok(changed) => line(match (suspended, changed) {
            (true, true) => format!("{name} is suspended"),
            (true, false) => format!("{name} was suspended already"),
            (false, true) => format!("{name} is no longer suspended"),
            (false, false) => format!("{name} was not suspended"),
        }),
        Err(SetSuspensionError::NotFound) => {
            Err(Failure::refused(format!("nobody has the handle {name}")))
        }
        Err(error @ SetSuspensionError::NotAbove) => Err(Failure::because(&error)),
        Err(SetSuspensionError::Storage(error)) => Err(Failure::because(&error)),
    }
}
