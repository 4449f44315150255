//! One file for each command.

mod check;
mod config;
mod events;
mod healthcheck;
mod keys;
mod migrate;
mod openapi;
mod output;
mod rebuild;
mod renew_epoch;
mod seed;
mod serve;
mod user;
mod worker;

use crate::cli::{Command, EpochCommand, KeysCommand};
use crate::failure::Failure;
use crate::runtime::block_on;

/// Runs a command to its end.
///
/// # Errors
/// [`Failure`], with the line to print and the exit code.
pub fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Serve(options) => block_on(serve::run(&options)),
        Command::Worker(options) => block_on(worker::run(&options)),
        Command::Migrate(options) => block_on(migrate::run(&options)),
        Command::Check { repair, storage } => block_on(check::run(&storage, repair)),
        Command::Seed(options) => block_on(seed::run(&options)),
        Command::Openapi { yaml } => block_on(openapi::run(yaml)),
        Command::Healthcheck(reach) => healthcheck::run(&reach),
        Command::Config(options) => config::run(&options),
        Command::Events(command) => block_on(events::run(&command)),
        Command::Rebuild(options) => block_on(rebuild::run(&options)),
        Command::User(command) => user::run(command),
        Command::Epoch(EpochCommand::Renew(options)) => block_on(renew_epoch::run(&options)),
        Command::Keys(KeysCommand::New) => keys::run(),
    }
}
