//! On the way out.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether this replica is on its way out: it goes on answering, with `Connection: close`, and
/// `/readyz` fails. Clones share the state.
#[derive(Clone, Debug, Default)]
pub struct DrainState(Arc<AtomicBool>);

impl DrainState {
    /// From now on the replica drains; there is no way back.
    pub fn begin(&self) {
        self.0.store(true, Ordering::Release);
    }

    /// Whether it drains.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
