//! The options of `thoughts worker`.

use std::net::SocketAddr;

use clap::Args;

use super::checked::checked;
use super::options::address;
use super::{LogOptions, StorageOptions};

/// Which readers to run, and over what.
#[derive(Args, Clone, Debug)]
pub struct WorkerOptions {
    /// Only these readers, separated by commas
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub only: Vec<String>,
    /// A listener for /metrics, such as 127.0.0.1:9100
    #[arg(long, env = "METRICS_ADDR", hide_env_values = true, value_name = "ADDRESS",
        value_parser = checked(address))]
    pub metrics_addr: Option<SocketAddr>,
    /// Where the data lies.
    #[command(flatten)]
    pub storage: StorageOptions,
    /// What is logged.
    #[command(flatten)]
    pub log: LogOptions,
}
