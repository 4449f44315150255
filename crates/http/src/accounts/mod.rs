//! Accounts: signing in, sessions, one's own account, public profiles.

mod errors;
mod export;
mod keys;
mod me;
mod passwords;
mod sessions;
mod sign_in;
mod users;
mod wire;

pub(crate) use export::ExportApi;
pub(crate) use keys::KeysApi;
pub(crate) use me::MeApi;
pub(crate) use passwords::PasswordsApi;
pub(crate) use sessions::SessionsApi;
pub(crate) use sign_in::SignInApi;
pub(crate) use users::UsersApi;
pub(crate) use wire::{SummaryJson, examples};
