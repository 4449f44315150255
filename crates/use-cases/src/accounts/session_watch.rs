//! Knowing of ended sessions without asking the storage for each request.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;

use super::{ACCESS_TOKEN_LIFETIME, SessionLedger};
use crate::storage::StorageError;

/// How old the last look into the ledger may be. Together with the pause between two looks it
/// keeps the promise that an end holds on every replica within two seconds.
const TRUSTED_FOR: Duration = Duration::from_millis(1_500);

/// How far each look reaches back behind the last: a note becomes visible only when its unit of
/// work commits, and replicas' clocks differ.
const OVERLAP: Duration = Duration::from_mins(1);

/// Which sessions ended while access tokens of theirs may still be about.
///
/// A worker calls [`Self::refresh`] several times a second. While it succeeds, a check costs one
/// look into a map; when it has not for a second and a half, each check asks the ledger itself, so
/// that a replica that was cut off never lets an ended session in.
pub struct SessionWatch {
    ledger: Arc<dyn SessionLedger>,
    known: RwLock<Known>,
}

#[derive(Default)]
struct Known {
    ended: HashMap<SessionId, Timestamp>,
    changed_here: HashMap<UserId, Timestamp>,
    looked_at: Option<Timestamp>,
}

impl SessionWatch {
    /// Knows nothing yet: checks ask the ledger until the first refresh.
    #[must_use]
    pub fn new(ledger: Arc<dyn SessionLedger>) -> Self {
        Self {
            ledger,
            known: RwLock::default(),
        }
    }

    /// Looks into the ledger.
    ///
    /// # Errors
    /// Those of the storage; what was known stays.
    pub async fn refresh(&self, now: Timestamp) -> Result<(), StorageError> {
        let since = match self
            .known
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .looked_at
        {
            Some(last) => last.minus(OVERLAP),
            None => now.minus(ACCESS_TOKEN_LIFETIME + OVERLAP),
        };
        let ended = self.ledger.ended_since(since).await?;
        let forget = now.minus(ACCESS_TOKEN_LIFETIME + OVERLAP);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.ended.extend(ended);
        known.ended.retain(|_, at| *at > forget);
        known.changed_here.retain(|_, at| *at > forget);
        known.looked_at = Some(now);
        Ok(())
    }

    /// Takes note of an end that this replica has just committed.
    pub fn note_ended(&self, session: SessionId, now: Timestamp) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.ended.insert(session, now);
    }

    /// Takes note that this replica has just committed a change of who a user is or what he may
    /// do, for callers who have no session of ours.
    pub fn note_changed(&self, user: UserId, now: Timestamp) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.changed_here.insert(user, now);
    }

    /// When this replica last changed a user, as far as it may still matter.
    pub(super) fn user_changed_at(&self, user: UserId) -> Option<Timestamp> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.changed_here.get(&user).copied()
    }

    /// Whether a session has ended.
    ///
    /// # Errors
    /// Those of the storage, when it had to be asked.
    pub async fn is_ended(&self, session: SessionId, now: Timestamp) -> Result<bool, StorageError> {
        {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            if known.ended.contains_key(&session) {
                return Ok(true);
            }
            if known
                .looked_at
                .is_some_and(|last| now.since(last) <= TRUSTED_FOR)
            {
                return Ok(false);
            }
        }
        Ok(!self.ledger.is_live(session).await?)
    }
}
