//! Starting the program, talking to it, and looking into its storage.

mod app;
mod client;
mod cluster;
mod database;
mod pids;
mod postgres;
mod program;
mod redis;
mod repository;
mod running;
mod server;
mod sql;
mod wire;

pub use app::App;
pub use client::{Account, Answer, Client};
pub use cluster::{LocalCluster, free_port};
pub use database::{KEY, PostgresDatabase};
pub use pids::Pids;
pub use postgres::PostgresServer;
pub use program::{Ended, Program};
pub use redis::Redis;
pub use repository::{Script, path_in_repository};
pub use running::kill;
pub use server::Server;
pub use sql::{postgres_texts, sqlite_execute, sqlite_locked, sqlite_texts};
pub use wire::{Held, Wire};

use std::time::{Duration, Instant};

/// How long anything may take on a slow machine before the test fails.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Tries until `attempt` gives something.
pub fn eventually<T>(what: &str, mut attempt: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(found) = attempt() {
            return found;
        }
        assert!(began.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Tries as often as it takes to let `limit` pass, and fails when it is over: on a slow machine
/// that is later, never sooner.
pub fn within(limit: Duration, what: &str, mut attempt: impl FnMut() -> bool) {
    const PAUSE: Duration = Duration::from_millis(20);
    let pauses = limit.as_millis().div_ceil(PAUSE.as_millis());
    for _ in 0..pauses {
        if attempt() {
            return;
        }
        std::thread::sleep(PAUSE);
    }
    assert!(attempt(), "{limit:?} were not enough for {what}");
}
