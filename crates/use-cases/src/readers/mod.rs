//! Readers of the event log: durable subscriptions that make something of what happened.
//!
//! A [`Reader`] wants some types of events and has an effect for each. [`ReaderRun`] leads it
//! through the log: the effect and the checkpoint are one unit of work, whose compare-and-set
//! lets of two leaders only one have an effect. An event that fails again and again is parked,
//! and with it every later one of the same aggregate, so that an aggregate's events are never
//! applied out of order; everything else goes on.
//!
//! To add a reader: one file that implements [`Reader`] (and [`Projection`] when it keeps
//! something that can be made again from the tables), and one line in the program's list of
//! readers. See the decision record 0011.

mod batch;
mod fault;
mod parked;
mod ports;
mod reader;
mod rebuild;
mod retry;
mod run;
mod steps;
mod subscription;

pub use parked::ParkedEvent;
pub use ports::{
    Lead, Leadership, LogHints, SubscriptionQueries, SubscriptionRepository, SubscriptionStatus,
};
pub use reader::{Projection, Reader, ReaderError};
pub use rebuild::{RebuildError, RebuildStart, StartRebuild};
pub use retry::{RetryOutcome, RetryParked};
pub use run::{BATCH, Progress, ReaderRun, TRIES};
pub use steps::{Step, Steps, Unwatched};
pub use subscription::{Subscription, SubscriptionState};
