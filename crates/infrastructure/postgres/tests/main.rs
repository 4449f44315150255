//! The adapter against a live server: the contract of its ports, and what only it can get wrong.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a broken assumption must fail the test"
)]

mod concurrency;
mod connect;
mod contract;
mod counting;
mod database;
mod engagement;
mod erasure;
mod events;
mod feed;
mod filling;
mod moderation;
mod personal_data;
mod plans;
mod schema;
mod traps;
