//! Where a case plays: a storage, a clock, fresh ids, and short words for what every case does.

mod acts;
mod erasures;
mod looks;

use thoughts_domain::ids::{Cuid, EventId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::events::{NewEvent, TraceParent};
use thoughts_use_cases::storage::UnitOfWork;
use thoughts_use_cases::system::{Clock, IdGenerator};

use super::Adapter;
use crate::{FixedClock, SequentialIds};

/// A storage and the means to act on it.
#[derive(Debug)]
pub struct Scene {
    /// The storage.
    pub adapter: Adapter,
    /// The time.
    pub clock: FixedClock,
    /// Fresh ids.
    pub ids: SequentialIds,
}

impl Scene {
    /// Over an empty storage.
    #[must_use]
    pub fn over(adapter: Adapter) -> Self {
        Self {
            adapter,
            clock: FixedClock::default(),
            ids: SequentialIds::default(),
        }
    }

    /// The present moment; each is later than the one before.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A fresh id.
    pub fn id(&self) -> Cuid {
        self.ids.next()
    }

    /// A fresh unit of work.
    ///
    /// # Panics
    /// When the storage fails.
    pub async fn begin(&self) -> Box<dyn UnitOfWork> {
        self.adapter.store.begin().await.expect("a unit of work")
    }

    /// An event that happens now, without a trace.
    pub fn event(&self, event: thoughts_domain::events::DomainEvent) -> NewEvent {
        NewEvent {
            id: EventId::new(self.id()),
            event,
            occurred_at: self.now(),
            trace: TraceParent::default(),
        }
    }
}
