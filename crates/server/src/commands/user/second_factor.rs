//! `thoughts user second-factor`

use std::sync::Arc;

use thoughts_domain::accounts::Handle;
use thoughts_identity::{Cuid2Generator, SystemClock};
use thoughts_use_cases::second_factor::{
    RemoveSecondFactor, RemoveSecondFactorError, RemoveSecondFactorUseCase,
};

use crate::cli::StorageAndLog;
use crate::commands::output::line;
use crate::failure::Failure;
use crate::logging::{self, Target};
use crate::storage::Storage;

pub(super) async fn turn_off(options: &StorageAndLog, handle: &Handle) -> Result<(), Failure> {
    logging::start(&options.log, Target::Stderr)?;
    let storage = Storage::beside_a_server(&options.storage).await?;
    let use_case = RemoveSecondFactorUseCase {
        store: Arc::clone(&storage.store),
        clock: Arc::new(SystemClock::new()),
        ids: Arc::new(Cuid2Generator),
    };
    let removed = use_case.execute(handle).await;
    storage.close().await;
    let name = handle.as_str();
    match removed {
        Ok(true) => line(format_args!("the second factor of {name} is off")),
        Ok(false) => line(format_args!("the second factor of {name} was off already")),
        Err(RemoveSecondFactorError::NotFound) => {
            Err(Failure::refused(format!("nobody has the handle {name}")))
        }
        Err(RemoveSecondFactorError::Storage(error)) => Err(Failure::because(&error)),
    }
}
