//! Accounts and sessions in memory.

mod ledger;
mod outside_identities;
mod passwords;
mod queries;
mod sessions;
mod users;
mod views;
