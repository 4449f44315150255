//! The options of `thoughts events` and `thoughts rebuild`.

use clap::{Args, Subcommand};
use thoughts_domain::ids::EventId;

use super::StorageAndLog;
use super::checked::checked;

/// Look at the event log and at what its readers have parked.
#[derive(Clone, Debug, Subcommand)]
pub enum EventsCommand {
    /// Print events as they come, one JSON object a line, until interrupted
    Tail(TailOptions),
    /// Print the events that readers could not work on, and why
    Parked(StorageAndLog),
    /// Try parked events again
    Retry(RetryOptions),
}

/// Which events to print.
#[derive(Args, Clone, Debug)]
pub struct TailOptions {
    /// Begin after this position, as printed; 0 begins at the oldest [default: the log's end]
    #[arg(long, value_name = "POSITION")]
    pub after: Option<String>,
    /// Only these types, such as thoughts.post.published, separated by commas
    #[arg(long, value_name = "TYPES", value_delimiter = ',')]
    pub types: Vec<String>,
    /// End where the log ends now
    #[arg(long)]
    pub once: bool,
    /// Where the data lies.
    #[command(flatten)]
    pub storage: StorageAndLog,
}

/// Which events to try again.
#[derive(Args, Clone, Debug)]
pub struct RetryOptions {
    /// The event, as `parked` prints it
    #[arg(value_name = "ID", required_unless_present = "all", conflicts_with = "all",
        value_parser = checked(event))]
    pub id: Option<EventId>,
    /// Every parked event
    #[arg(long)]
    pub all: bool,
    /// Where the data lies.
    #[command(flatten)]
    pub storage: StorageAndLog,
}

/// What to make again.
#[derive(Args, Clone, Debug)]
pub struct RebuildOptions {
    /// The reader that keeps it, such as notifications
    #[arg(value_name = "PROJECTION")]
    pub reader: String,
    /// Where the data lies.
    #[command(flatten)]
    pub storage: StorageAndLog,
}

fn event(value: &str) -> Result<EventId, String> {
    EventId::parse(value).map_err(|error| format!("is {error}"))
}
