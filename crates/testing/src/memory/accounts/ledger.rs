//! The ledger of ended sessions and changed standings.

use async_trait::async_trait;
use thoughts_domain::accounts::Standing;
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{SessionLedger, StandingNote};
use thoughts_use_cases::storage::StorageError;

use crate::memory::MemoryStorage;
use crate::memory::state::State;

#[async_trait]
impl SessionLedger for MemoryStorage {
    async fn ended_since(
        &self,
        since: Timestamp,
    ) -> Result<Vec<(SessionId, Timestamp)>, StorageError> {
        Ok(self.read(|state| {
            let notes = state.ended_sessions.iter();
            notes
                .filter(|(_, at)| **at >= since)
                .map(|(id, at)| (*id, *at))
                .collect()
        }))
    }

    async fn noted_since(&self, since: Timestamp) -> Result<Vec<StandingNote>, StorageError> {
        Ok(self.read(|state| {
            let notes = state.standing_notes.iter();
            notes
                .filter(|(_, at)| **at >= since)
                .map(|(id, at)| StandingNote {
                    user_id: *id,
                    standing: state.standing(*id),
                    at: *at,
                })
                .collect()
        }))
    }

    async fn standing(
        &self,
        user: UserId,
        session: Option<SessionId>,
    ) -> Result<Option<Standing>, StorageError> {
        Ok(self.read(|state| {
            let his = |id| state.sessions.get(&id).is_some_and(|s| s.user_id == user);
            let live = session.is_none_or(his);
            state.standing(user).filter(|_| live)
        }))
    }
}

impl State {
    fn standing(&self, id: UserId) -> Option<Standing> {
        let account = self.users.get(&id)?.account.as_ref()?;
        Some(account.user.standing())
    }

    /// Notes that what a user may do has changed.
    pub fn note_standing(&mut self, id: UserId, now: Timestamp) {
        let at = self.standing_notes.entry(id).or_insert(now);
        *at = now.max(*at);
    }
}
