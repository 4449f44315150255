//! What is left to do after an account has gone: a durable job for each, done in small batches.
//!
//! `DELETE /v1/me` takes at once whatever names the user (see [`crate::accounts::DeleteAccount`])
//! and leaves an [`ErasureJob`]. [`ContinueErasure`] does one bounded batch of a job in a unit of
//! work of its own, in which the job remembers how far it has come: a crash loses at most the
//! batch that was under way, and any number of replicas may work at once.
//!
//! To add what a room keeps of a user: a step in [`ErasureStep`], at the place where it has to
//! run, and its batch in `batch.rs`.

mod batch;
mod continue_erasure;
mod job;
mod ports;
mod steps;

pub use continue_erasure::{
    ContinueErasure, ContinueErasureUseCase, ERASURE_BATCH, ErasureFailure, ErasureProgress,
};
pub use job::{ErasureJob, ErasureStep};
pub use ports::{ErasureBacklog, ErasureQueries, ErasureRepository};
pub use steps::ErasureSteps;
#[cfg(feature = "mock")]
pub use {
    continue_erasure::MockContinueErasure,
    ports::{MockErasureQueries, MockErasureRepository},
};
