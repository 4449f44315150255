//! Accounts and sessions.

mod among;
mod credentials;
mod erasure;
mod export;
mod handle_export;
mod handles;
mod identity_export;
mod ledger;
mod one_time_token_repository;
mod outside_identities;
mod password_repository;
mod queries;
mod rows;
mod session_queries;
mod session_repository;
mod user_repository;

pub(crate) use among::among;
pub(crate) use rows::summary;
