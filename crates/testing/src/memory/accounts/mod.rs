//! Accounts and sessions in memory.

mod handles;
mod ledger;
mod one_time_tokens;
mod outside_identities;
mod passwords;
mod queries;
mod sessions;
mod users;
mod views;
