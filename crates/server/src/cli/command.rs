//! The commands.

#![expect(
    clippy::doc_markdown,
    reason = "these comments are the text of --help, which is no Markdown"
)]

use clap::{Parser, Subcommand};

use super::{
    EventsCommand, LogOptions, ReachOptions, RebuildOptions, SeedOptions, ServeOptions,
    StorageOptions, UserCommand, WorkerOptions,
};

/// A social feed API: accounts, posts and comments over REST, on SQLite or PostgreSQL.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "thoughts",
    version,
    args_conflicts_with_subcommands = true,
    disable_help_subcommand = true,
    after_help = "Without a command it serves. Every option can be given by its variable, also in a file .env in the working directory; an option counts more than a variable, and a variable more than the file."
)]
pub struct Cli {
    /// What to do; none is to serve.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// How to serve, when there is no command.
    #[command(flatten)]
    pub serve: ServeOptions,
}

/// What to do.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Serve the API (this is also what happens without a command)
    Serve(Box<ServeOptions>),
    /// Run the readers of the event log without serving; any number of these and of servers share
    /// the work, one of them leads each reader
    Worker(Box<WorkerOptions>),
    /// Bring the schema up to date; a step of its own on PostgreSQL, while SQLite is migrated by
    /// `serve`
    Migrate(StorageAndLog),
    /// Recount every counter and verify what is stored; exit code 1 when something stays wrong
    Check {
        /// Put wrong counters right and remove tombstones without replies
        #[arg(long)]
        repair: bool,
        /// Where the data lies.
        #[command(flatten)]
        storage: StorageAndLog,
    },
    /// Fill the storage with a made-up world for testers
    Seed(Box<SeedOptions>),
    /// Print the OpenAPI document
    Openapi {
        /// As YAML instead of JSON
        #[arg(long)]
        yaml: bool,
    },
    /// Ask a running server whether it is ready, for containers; exit code 1 when it is not
    Healthcheck(ReachOptions),
    /// Print the effective configuration, secrets masked
    Config(Box<ServeOptions>),
    /// Look at the event log and at what its readers have parked
    #[command(subcommand)]
    Events(EventsCommand),
    /// Make again from the tables what a reader keeps, while it is served
    Rebuild(RebuildOptions),
    /// Manage users
    #[command(subcommand)]
    User(UserCommand),
    /// Manage the event log's epoch
    #[command(subcommand)]
    Epoch(EpochCommand),
    /// Manage signing keys
    #[command(subcommand)]
    Keys(KeysCommand),
}

/// Manage the event log's epoch.
#[derive(Clone, Debug, Subcommand)]
pub enum EpochCommand {
    /// Start a new epoch, after the database was restored from a backup: positions that were
    /// given out before it are then known as foreign
    Renew(StorageAndLog),
}

/// Manage signing keys.
#[derive(Clone, Debug, Subcommand)]
pub enum KeysCommand {
    /// Make a signing key and print it with its public key, as variables
    New,
}

/// What a command beside the server needs.
#[derive(Clone, Debug, clap::Args)]
pub struct StorageAndLog {
    /// Where the data lies.
    #[command(flatten)]
    pub storage: StorageOptions,
    /// What is logged.
    #[command(flatten)]
    pub log: LogOptions,
}
