//! Users, their sessions, and reads of both.

mod credentials;
mod erasure;
mod export;
mod identity_export;
mod ledger;
mod outside_identities;
mod password_repository;
mod profiles;
mod queries;
mod session_repository;
mod session_rows;
mod user_repository;
mod user_rows;

pub(crate) use user_repository::summary;
