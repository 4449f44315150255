//! Accounts and sessions in memory.

mod ledger;
mod queries;
mod sessions;
mod users;
mod views;
