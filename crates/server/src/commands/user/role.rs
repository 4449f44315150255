//! `thoughts user role`

use std::sync::Arc;

use thoughts_domain::accounts::{Handle, Role};
use thoughts_identity::{Cuid2Generator, SystemClock};
use thoughts_use_cases::accounts::{ChangeRole, ChangeRoleError, ChangeRoleUseCase};

use crate::cli::StorageAndLog;
use crate::commands::output::line;
use crate::failure::Failure;
use crate::logging::{self, Target};
use crate::storage::Storage;

pub(super) async fn run(
    options: &StorageAndLog,
    handle: &Handle,
    role: Role,
) -> Result<(), Failure> {
    logging::start(&options.log, Target::Stderr)?;
    let storage = Storage::beside_a_server(&options.storage).await?;
    let use_case = ChangeRoleUseCase {
        store: Arc::clone(&storage.store),
        clock: Arc::new(SystemClock::new()),
        ids: Arc::new(Cuid2Generator),
    };
    let changed = use_case.execute(handle, role).await;
    storage.close().await;
    let (name, role) = (handle.as_str(), role.as_str());
    match changed {
        Ok(old) => line(format_args!("{name} was {}, is {role}", old.as_str())),
        Err(ChangeRoleError::NotFound) => {
            Err(Failure::refused(format!("nobody has the handle {name}")))
        }
        Err(ChangeRoleError::Storage(error)) => Err(Failure::because(&error)),
    }
}
