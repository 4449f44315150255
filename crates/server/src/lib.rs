//! The program: configuration, wiring, workers and drain.
//!
//! [`cli`] knows every command and option, [`commands`] has one file for each command,
//! [`wiring`] puts adapters into ports, [`workers`] run beside the requests, and [`serving`]
//! accepts connections until the process is told to stop.
//!
//! To add a capability, give its use case its ports in [`wiring`], and start its worker in
//! [`workers`] when it has one.

pub mod cli;
pub mod commands;
pub mod config;
#[cfg(feature = "crash-points")]
pub(crate) mod crash_points;
pub mod environment;
#[cfg(feature = "crash-points")]
pub(crate) mod erasure_crash_points;
pub mod failure;
pub mod logging;
pub mod runtime;
pub mod serving;
pub mod storage;
pub mod telemetry;
pub mod wiring;
pub mod workers;
