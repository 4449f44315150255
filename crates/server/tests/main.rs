//! The real program, run as a process: on `SQLite` in a folder of its own, or on a throwaway
//! database of the `PostgreSQL` that `THOUGHTS_TEST_POSTGRES_URL` names (`scripts/test` starts one).

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper that fails must fail the test"
)]

mod support;

mod backup;
mod check;
mod cluster;
mod commands;
mod configuration;
mod corpora;
mod crash;
mod deployment;
mod drain;
mod edge;
mod erasure;
mod housekeeping;
mod late;
mod logs;
mod mail;
mod metrics;
mod moderation;
mod outside;
mod overload;
mod races;
mod readers;
mod readme;
mod refusals;
mod second_factor;
mod seed;
mod serving;
mod start;
mod workers;
