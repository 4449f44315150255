//! Accepting connections, and ceasing to.

mod acceptor;
mod announce;
mod bind;
mod drain;
mod listeners;
mod metrics;

pub use acceptor::PatientAcceptor;
pub use announce::announce;
pub use drain::signalled;
pub use listeners::{IN_FLIGHT_LIMIT, Listeners};
pub use metrics::MetricsListener;
