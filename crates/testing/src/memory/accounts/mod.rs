//! Accounts and sessions in memory.

mod ledger;
mod passwords;
mod queries;
mod sessions;
mod users;
mod views;
