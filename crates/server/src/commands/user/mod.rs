//! `thoughts user`: one file for each command.

mod create;
mod password;
mod role;
mod second_factor;
mod suspension;

use crate::cli::{SecondFactorCommand, UserCommand};
use crate::failure::Failure;
use crate::runtime::block_on;

/// Runs a command to its end.
pub(super) fn run(command: UserCommand) -> Result<(), Failure> {
    match command {
        UserCommand::Create(options) => block_on(create::run(*options)),
        UserCommand::Role {
            handle,
            role,
            storage,
        } => block_on(role::run(&storage, &handle, role)),
        UserCommand::Suspend {
            handle,
            reason,
            storage,
        } => block_on(suspension::run(&storage, handle, true, reason)),
        UserCommand::Unsuspend {
            handle,
            reason,
            storage,
        } => block_on(suspension::run(&storage, handle, false, reason)),
        UserCommand::SecondFactor(SecondFactorCommand::Off { handle, storage }) => {
            block_on(second_factor::turn_off(&storage, &handle))
        }
    }
}
