//! Accounts: signing in, sessions, one's own account, public profiles.

mod emails;
mod errors;
mod export;
mod keys;
mod me;
mod pages;
mod passwords;
mod sessions;
mod sign_in;
mod users;
mod wire;

pub(crate) use emails::EmailsApi;
pub(crate) use export::ExportApi;
pub(crate) use keys::KeysApi;
pub(crate) use me::MeApi;
pub(crate) use pages::PAGES;
pub(crate) use passwords::PasswordsApi;
pub(crate) use sessions::SessionsApi;
pub(crate) use sign_in::SignInApi;
pub(crate) use users::UsersApi;
pub(crate) use wire::{SummaryJson, UserJson, examples};
