//! From arguments and variables to a command.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{CommandFactory, Error, FromArgMatches};

use super::{Cli, Command};
use crate::failure::Failure;

/// Reads the command line and the variables.
///
/// # Errors
/// [`Failure::Usage`], and [`Failure::Help`] when help or version was asked for.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, Failure> {
    let cli = without_empty_variables(Cli::command())
        .try_get_matches_from(arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches))
        .map_err(|error| failure(&error))?;
    Ok(cli
        .command
        .unwrap_or_else(|| Command::Serve(Box::new(cli.serve))))
}

/// An empty variable counts as none: that is how compose files and shells clear one.
fn without_empty_variables(command: clap::Command) -> clap::Command {
    command
        .mut_args(|arg| {
            let empty = arg
                .get_env()
                .and_then(std::env::var_os)
                .is_some_and(|value| value.is_empty());
            if empty { arg.env(None::<&str>) } else { arg }
        })
        .mut_subcommands(without_empty_variables)
}

fn failure(error: &Error) -> Failure {
    let text = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Failure::Help(text),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            Failure::usage("a subcommand is missing; see --help")
        }
        _ => {
            // The library adds usage and hints on lines of their own.
            let told: Vec<_> = text
                .lines()
                .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more"))
                .collect();
            let told = told.join(" ");
            Failure::usage(told.trim_start_matches("error: "))
        }
    }
}
