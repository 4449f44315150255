//! Every use case and every way in which it fails, over the storage in memory.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a broken assumption must fail the test, in helpers too"
)]

mod accounts;
mod comments;
mod engagement;
mod graph;
mod mail;
mod posts;
mod rig;
mod second_factor;
mod seed;
