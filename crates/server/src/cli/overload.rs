//! The options of how much is worked on at once.

#![expect(
    clippy::doc_markdown,
    reason = "these comments are the text of --help, which is no Markdown"
)]

use std::time::Duration;

use clap::Args;
use thoughts_http::Admission;

use super::checked::checked;

/// Requests for each connection of the pool. Twice as many as keep a pool busy: the other half may
/// stand in the line of passwords, which has 17 places for each core, without keeping anybody else
/// waiting.
const IN_FLIGHT_PER_CONNECTION: usize = 8;
/// Requests that wait for each that is worked on: a line that moves within a tenth of a second.
const QUEUED_PER_IN_FLIGHT: usize = 4;

/// How much is worked on at once.
#[derive(Args, Clone, Debug)]
pub struct OverloadOptions {
    /// Requests that are worked on at once [default: 8 for each connection of the pool]
    #[arg(long, env = "MAX_IN_FLIGHT", hide_env_values = true, value_name = "COUNT",
        value_parser = checked(in_flight))]
    pub max_in_flight: Option<usize>,
    /// Requests that may wait for these; who comes then gets 503 at once [default: 4 for each that
    /// is worked on]
    #[arg(long, env = "MAX_QUEUED", hide_env_values = true, value_name = "COUNT",
        value_parser = checked(queued))]
    pub max_queued: Option<usize>,
    /// Deadline of a request, in seconds: longer than one statement may take, shorter than Nginx
    /// waits
    #[arg(long, env = "REQUEST_SECONDS", default_value = "8", hide_env_values = true,
        value_name = "SECONDS", value_parser = checked(request_seconds))]
    pub request_seconds: u64,
}

impl OverloadOptions {
    /// What holds over a pool of so many connections.
    #[must_use]
    pub fn admission(&self, connections: usize) -> Admission {
        let usual = connections.saturating_mul(IN_FLIGHT_PER_CONNECTION);
        let max_in_flight = self.max_in_flight.unwrap_or(usual);
        let usual = max_in_flight.saturating_mul(QUEUED_PER_IN_FLIGHT);
        Admission {
            max_in_flight,
            max_queued: self.max_queued.unwrap_or(usual),
            deadline: Duration::from_secs(self.request_seconds),
        }
    }
}

fn in_flight(value: &str) -> Result<usize, String> {
    match value.parse() {
        Ok(count @ 1..=100_000) => Ok(count),
        _ => Err("is not a number from 1 to 100000".to_owned()),
    }
}

fn queued(value: &str) -> Result<usize, String> {
    match value.parse() {
        Ok(count @ 0..=1_000_000) => Ok(count),
        _ => Err("is not a number from 0 to 1000000".to_owned()),
    }
}

/// A statement of PostgreSQL is ended after 5 s, what is in flight at the end of a drain after
/// 10 s, and Nginx waits for 15 s.
fn request_seconds(value: &str) -> Result<u64, String> {
    match value.parse() {
        Ok(seconds @ 6..=9) => Ok(seconds),
        _ => Err("is not a number of seconds from 6 to 9".to_owned()),
    }
}
