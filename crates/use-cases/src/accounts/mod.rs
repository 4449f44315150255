//! Accounts: registration, login, sessions, profiles.

mod attempts;
mod authenticate;
mod change_password;
mod change_profile;
mod change_role;
mod create_user;
mod delete_account;
mod end_session;
mod known_outsiders;
mod log_in;
mod outside_callers;
mod ports;
mod provision_user;
mod refresh_session;
mod register;
mod session_watch;
mod tokens;
mod views;

pub use authenticate::*;
pub use change_password::*;
pub use change_profile::*;
pub use change_role::*;
pub use create_user::*;
pub use delete_account::*;
pub use end_session::*;
pub use log_in::*;
pub use outside_callers::OutsideCallers;
pub use ports::*;
pub use provision_user::*;
pub use refresh_session::*;
pub use register::*;
pub use session_watch::SessionWatch;
pub use tokens::{SessionTokens, SignedIn};
pub use views::*;
