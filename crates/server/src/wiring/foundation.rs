//! What every use case stands on.

use std::sync::Arc;

use thoughts_identity::{Cuid2Generator, SystemClock};
use thoughts_use_cases::accounts::{OutsideTokens, SessionWatch};
use thoughts_use_cases::erasure::{ContinueErasure, ContinueErasureUseCase, ERASURE_BATCH};
use thoughts_use_cases::limits::RateLimiter;
use thoughts_use_cases::system::{Clock, IdGenerator};

use super::{Identity, WatchedErasure};
use crate::storage::Storage;

/// What every use case stands on: one of each in a process.
pub struct Foundation {
    /// The storage.
    pub storage: Storage,
    /// Passwords, tokens and keys.
    pub identity: Identity,
    /// Verifies tokens of an outside provider, when one is named.
    pub outside: Option<Arc<dyn OutsideTokens>>,
    /// Knows of ended sessions.
    pub watch: Arc<SessionWatch>,
    /// Keeps account of budgets.
    pub limiter: Arc<dyn RateLimiter>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
    /// Goes on with erasures.
    pub erasing: Arc<dyn ContinueErasure>,
}

impl Foundation {
    /// Adds the clock, the ids and the watch.
    #[must_use]
    pub fn new(
        storage: Storage,
        identity: Identity,
        outside: Option<Arc<dyn OutsideTokens>>,
        limiter: Arc<dyn RateLimiter>,
    ) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        Self {
            erasing: Arc::new(WatchedErasure(ContinueErasureUseCase {
                store: Arc::clone(&storage.store),
                clock: Arc::clone(&clock),
                batch: ERASURE_BATCH,
            })),
            watch: Arc::new(SessionWatch::new(Arc::clone(&storage.ledger))),
            clock,
            ids: Arc::new(Cuid2Generator),
            storage,
            identity,
            outside,
            limiter,
        }
    }
}
