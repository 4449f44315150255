//! Users, their sessions, and reads of both.

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
mod profiles;
mod queries;
mod session_repository;
mod session_rows;
mod user_repository;
mod user_rows;

pub(crate) use user_repository::summary;
