//! What governor keeps its account in, with a second way in.

use std::sync::Arc;

use governor::nanos::Nanos;
use governor::state::StateStore;
use governor::state::keyed::{DashMapStateStore, ShrinkableKeyedStateStore};

/// Governor's own store, shared: governor spends from it and has no way to give back.
///
/// Keys are hashes, so that an entry has one size whatever a client sends.
#[derive(Clone, Debug, Default)]
pub(crate) struct Store(Arc<DashMapStateStore<u64>>);

impl Store {
    /// Whether account is kept of `key`.
    pub(crate) fn knows(&self, key: u64) -> bool {
        self.0.contains_key(&key)
    }
}

impl StateStore for Store {
    type Key = u64;

    fn measure_and_replace<T, F, E>(&self, key: &u64, f: F) -> Result<T, E>
    where
        F: Fn(Option<Nanos>) -> Result<(T, Nanos), E>,
    {
        self.0.measure_and_replace(key, f)
    }
}

impl ShrinkableKeyedStateStore<u64> for Store {
    fn retain_recent(&self, drop_below: Nanos) {
        ShrinkableKeyedStateStore::retain_recent(&*self.0, drop_below);
    }

    fn shrink_to_fit(&self) {
        self.0.shrink_to_fit();
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
