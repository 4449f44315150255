//! What an operator may set of it.

use std::time::Duration;

/// How much is worked on at once, and for how long.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Admission {
    /// Requests that are worked on at once.
    pub max_in_flight: usize,
    /// Requests that wait for their turn; who comes then is refused at once.
    pub max_queued: usize,
    /// How long a request may take, its waiting included.
    pub deadline: Duration,
}

impl Default for Admission {
    /// For a pool of eight connections.
    fn default() -> Self {
        Self {
            max_in_flight: 64,
            max_queued: 256,
            deadline: Duration::from_secs(8),
        }
    }
}
