//! Where an erasure is not durable yet, for those who test what a crash there leaves.

use super::ErasureStep;
use crate::readers::Unwatched;

/// Is told of everything that an erasure writes before it is committed.
pub trait ErasureSteps: Send + Sync {
    /// A batch of this step is written and not committed; none for the deletion itself, which
    /// leaves the job.
    fn written(&self, step: Option<ErasureStep>);
}

impl ErasureSteps for Unwatched {
    fn written(&self, _: Option<ErasureStep>) {}
}
