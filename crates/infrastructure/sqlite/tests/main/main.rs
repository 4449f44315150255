//! The adapter against its contract, and against what only `SQLite` can get wrong.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test whose ground gives way must fail"
)]

mod concurrency;
mod contract;
mod dropped;
mod erasure;
mod feed;
mod integrity;
mod moderation;
mod opening;
mod overload;
mod personal_data;
mod plans;
mod schema;
mod statements;
mod support;
