//! The command line: commands, options, and the variables that stand for options.

mod checked;
mod command;
mod events;
mod limits;
mod mail;
mod options;
mod outside;
mod overload;
mod parse;
mod seed;
mod user;
mod worker;

pub use command::{Cli, Command, EpochCommand, KeysCommand, StorageAndLog};
pub use events::{EventsCommand, RebuildOptions, RetryOptions, TailOptions};
pub use limits::LimitOptions;
pub use mail::MailOptions;
pub use options::{
    KeyOptions, ListenOptions, LogOptions, PreviousKeys, PreviousSigningKeys, ReachOptions,
    ServeOptions, StorageOptions,
};
pub use outside::OutsideOptions;
pub use overload::OverloadOptions;
pub use parse::parse;
pub use seed::SeedOptions;
pub use user::{CreateUserOptions, SecondFactorCommand, UserCommand};
pub use worker::WorkerOptions;
