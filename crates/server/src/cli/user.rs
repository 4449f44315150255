//! The commands about users.

use clap::{Args, Subcommand};
use thoughts_domain::accounts::{DisplayName, Email, Handle, Role};
use thoughts_domain::moderation::Reason;

use super::StorageAndLog;
use super::checked::{checked, secret, text};

/// Manage users.
#[derive(Clone, Debug, Subcommand)]
pub enum UserCommand {
    /// Open an account; the password is asked for, or read from the standard input
    Create(Box<CreateUserOptions>),
    /// Give a user a role; it holds within two seconds, also for those who are signed in
    Role {
        /// Whom, with or without @
        #[arg(value_parser = checked(handle))]
        handle: Handle,
        /// user, moderator or operator
        #[arg(value_parser = checked(text::<Role>))]
        role: Role,
        /// Where the data lies.
        #[command(flatten)]
        storage: StorageAndLog,
    },
    /// Let a user read, export and leave, but no longer write
    Suspend {
        /// Whom, with or without @
        #[arg(value_parser = checked(handle))]
        handle: Handle,
        /// Why, for the moderation log
        #[arg(long, value_parser = checked(reason))]
        reason: Option<Reason>,
        /// Where the data lies.
        #[command(flatten)]
        storage: StorageAndLog,
    },
    /// Let a suspended user write again
    Unsuspend {
        /// Whom, with or without @
        #[arg(value_parser = checked(handle))]
        handle: Handle,
        /// Why, for the moderation log
        #[arg(long, value_parser = checked(reason))]
        reason: Option<Reason>,
        /// Where the data lies.
        #[command(flatten)]
        storage: StorageAndLog,
    },
    /// Help a user who has lost his second factor
    #[command(subcommand)]
    SecondFactor(SecondFactorCommand),
}

/// Help users who have lost their second factor.
#[derive(Clone, Debug, Subcommand)]
pub enum SecondFactorCommand {
    /// Turn a user's second factor off, after making sure that it is he who asks
    Off {
        /// Whom, with or without @
        #[arg(value_parser = checked(handle))]
        handle: Handle,
        /// Where the data lies.
        #[command(flatten)]
        storage: StorageAndLog,
    },
}

/// Whom to open an account for.
#[derive(Args, Clone, Debug)]
pub struct CreateUserOptions {
    /// By which others mention him: 3 to 30 letters from a to z, digits and _
    #[arg(value_parser = checked(handle))]
    pub handle: Handle,
    /// The name to show
    #[arg(long, value_parser = checked(display_name))]
    pub display_name: DisplayName,
    /// The mail address
    #[arg(long, value_parser = secret(email))]
    pub email: Email,
    /// user, moderator or operator
    #[arg(long, default_value = "user", value_parser = checked(text::<Role>))]
    pub role: Role,
    /// Make a password and print it once, instead of asking for it
    #[arg(long)]
    pub generate_password: bool,
    /// Where the data lies.
    #[command(flatten)]
    pub storage: StorageAndLog,
}

fn handle(value: &str) -> Result<Handle, String> {
    Handle::parse(value.strip_prefix('@').unwrap_or(value)).map_err(|error| error.to_string())
}

fn display_name(value: &str) -> Result<DisplayName, String> {
    DisplayName::parse(value).map_err(|error| error.to_string())
}

fn email(value: &str) -> Result<Email, String> {
    Email::parse(value).map_err(|error| error.to_string())
}

fn reason(value: &str) -> Result<Reason, String> {
    Reason::parse(value).map_err(|error| error.to_string())
}
