//! The shared limiter against the contract of its port, and against a Redis that goes away.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test whose ground gives way must fail"
)]

mod away;
mod contract;
mod server;
mod stored;
