//! How much is worked on at once, how many may wait for it, and how long a request may take.
//!
//! A request holds its place from its admission until its answer begins. A body that is sent
//! afterwards (an export, a stream of events) holds none and has no deadline: whoever opens one
//! comes through here once, and a stream is bounded by what its own room allows a user.

mod admitted;
mod gate;
mod settings;
mod shedding;

pub(crate) use admitted::Admitted;
pub use settings::Admission;
pub(crate) use shedding::Shed;
