//! Accounts and sessions.

mod credentials;
mod erasure;
mod export;
mod identity_export;
mod ledger;
mod outside_identities;
mod password_repository;
mod queries;
mod rows;
mod session_queries;
mod session_repository;
mod user_repository;

pub(crate) use rows::summary;
