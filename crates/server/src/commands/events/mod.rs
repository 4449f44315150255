//! `thoughts events`

mod parked;
mod retry;
mod tail;

use crate::cli::EventsCommand;
use crate::failure::Failure;

pub(super) async fn run(command: &EventsCommand) -> Result<(), Failure> {
    match command {
        EventsCommand::Tail(options) => tail::run(options).await,
        EventsCommand::Parked(options) => parked::run(options).await,
        EventsCommand::Retry(options) => retry::run(options).await,
    }
}
