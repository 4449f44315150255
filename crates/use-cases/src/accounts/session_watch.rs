//! Knowing of ended sessions and changed standings without asking the storage for each request.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use thoughts_domain::accounts::Standing;
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;

use super::{ACCESS_TOKEN_LIFETIME, SessionLedger, StandingNote};
use crate::storage::StorageError;

/// How old the last look into the ledger may be. Together with the pause between two looks it
/// keeps the promise that an end holds on every replica within two seconds.
const TRUSTED_FOR: Duration = Duration::from_millis(1_500);

/// How far each look reaches back behind the last: a note becomes visible only when its unit of
/// work commits, and replicas' clocks differ.
const OVERLAP: Duration = Duration::from_mins(1);

/// Which sessions ended, and whose standing changed, while access tokens that do not know of it
/// may still be about.
///
/// A worker calls [`Self::refresh`] several times a second. While it succeeds, a check costs one
/// look into two maps; when it has not for a second and a half, each check asks the ledger itself,
/// so that a replica that was cut off never lets an ended session in.
pub struct SessionWatch {
    ledger: Arc<dyn SessionLedger>,
    known: RwLock<Known>,
}

#[derive(Default)]
struct Known {
    ended: HashMap<SessionId, Timestamp>,
    standings: HashMap<UserId, Noted>,
    looked_at: Option<Timestamp>,
}

/// What is known of a user whose standing changed lately.
struct Noted {
    /// None for an account that is gone.
    standing: Option<Standing>,
    /// When it changed, as the ledger has it.
    at: Timestamp,
    /// When this replica learned it: all that was read before may be older.
    learned_at: Timestamp,
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
        let noted = self.ledger.noted_since(since).await?;
        let forget = now.minus(ACCESS_TOKEN_LIFETIME + OVERLAP);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.ended.extend(ended);
        known.ended.retain(|_, at| *at > forget);
        for note in noted {
            known.learn(note, now);
        }
        known.standings.retain(|_, noted| noted.at > forget);
        known.looked_at = Some(now);
        Ok(())
    }

    /// Takes note of an end that this replica has just committed.
    pub fn note_ended(&self, session: SessionId, now: Timestamp) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.ended.insert(session, now);
    }

    /// When this replica last learned that a user's standing changed, as far as it may still
    /// matter.
    pub(super) fn user_changed_at(&self, user: UserId) -> Option<Timestamp> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.standings.get(&user).map(|noted| noted.learned_at)
    }

    /// Takes note of a standing that this replica has committed as of `at`; none for an account
    /// that it has erased. `now` is after the commit.
    pub fn note_standing(
        &self,
        user_id: UserId,
        standing: Option<Standing>,
        at: Timestamp,
        now: Timestamp,
    ) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let note = StandingNote {
            user_id,
            standing,
            at,
        };
        known.learn(note, now);
    }

    /// What a caller may do right now; none when the session that he names has ended, or his
    /// account is gone. `told` is what was true of him at some time within the lifetime of an
    /// access token, such as what his token says; whoever has no session of ours names none.
    ///
    /// # Errors
    /// Those of the storage, when it had to be asked.
    pub async fn standing(
        &self,
        user: UserId,
        session: Option<SessionId>,
        told: Standing,
        now: Timestamp,
    ) -> Result<Option<Standing>, StorageError> {
        {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            if session.is_some_and(|session| known.ended.contains_key(&session)) {
                return Ok(None);
            }
            let noted = known.standings.get(&user).map(|noted| noted.standing);
            if noted == Some(None) {
                return Ok(None);
            }
            if known
                .looked_at
                .is_some_and(|last| now.since(last) <= TRUSTED_FOR)
            {
                return Ok(noted.unwrap_or(Some(told)));
            }
        }
        self.ledger.standing(user, session).await
    }
}

impl Known {
    /// A look that began before a change was committed here must not undo it.
    fn learn(&mut self, note: StandingNote, now: Timestamp) {
        let StandingNote {
            user_id,
            standing,
            at,
        } = note;
        let known = self.standings.get(&user_id);
        let is_news = known
            .is_none_or(|known| at > known.at || (at == known.at && standing != known.standing));
        if is_news {
            let noted = Noted {
                standing,
                at,
                learned_at: now,
            };
            self.standings.insert(user_id, noted);
        }
    }
}
