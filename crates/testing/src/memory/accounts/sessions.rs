//! Sessions within a unit of work.

use async_trait::async_trait;
use thoughts_domain::accounts::{RefreshToken, Session};
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{FoundToken, SessionRepository, TokenHash};
use thoughts_use_cases::storage::StorageError;

use crate::memory::state::{State, TokenRow};
use crate::memory::store::MemoryWork;

#[async_trait]
impl SessionRepository for MemoryWork {
    async fn open(&mut self, session: &Session, token: &TokenHash) -> Result<(), StorageError> {
        self.state.sessions.insert(session.id, session.clone());
        self.state
            .tokens
            .insert(*token, TokenRow::fresh(session.id));
        Ok(())
    }

    async fn find(&mut self, token: &TokenHash) -> Result<Option<FoundToken>, StorageError> {
        Ok(self.state.found_token(token))
    }

    async fn rotate(
        &mut self,
        session: &Session,
        used: &TokenHash,
        successor: &TokenHash,
    ) -> Result<(), StorageError> {
        if let Some(row) = self.state.tokens.get_mut(used) {
            row.used_at = Some(session.last_used_at);
            row.successor = Some(*successor);
        }
        self.state
            .tokens
            .insert(*successor, TokenRow::fresh(session.id));
        self.state.sessions.insert(session.id, session.clone());
        Ok(())
    }

    async fn end(
        &mut self,
        id: SessionId,
        user: UserId,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let his = self
            .state
            .sessions
            .get(&id)
            .is_some_and(|s| s.user_id == user);
        if his {
            self.state.drop_session(id);
            self.state.ended_sessions.insert(id, now);
        }
        Ok(his)
    }

    async fn end_all(
        &mut self,
        user: UserId,
        except: Option<SessionId>,
        now: Timestamp,
    ) -> Result<Vec<SessionId>, StorageError> {
        let sessions = self.state.sessions.values();
        let ended: Vec<_> = sessions
            .filter(|session| session.user_id == user && Some(session.id) != except)
            .map(|session| session.id)
            .collect();
        for id in &ended {
            self.state.drop_session(*id);
            self.state.ended_sessions.insert(*id, now);
        }
        Ok(ended)
    }
}

impl TokenRow {
    const fn fresh(session_id: SessionId) -> Self {
        Self {
            session_id,
            successor: None,
            used_at: None,
        }
    }
}

impl State {
    fn found_token(&self, hash: &TokenHash) -> Option<FoundToken> {
        let row = self.tokens.get(hash)?;
        let session = self.sessions.get(&row.session_id)?.clone();
        let successor = row.successor.and_then(|hash| self.tokens.get(&hash));
        // An erased account has no session that could be refreshed.
        self.users.get(&session.user_id)?.account.as_ref()?;
        Some(FoundToken {
            token: RefreshToken {
                session_id: row.session_id,
                used_at: row.used_at,
                successor_used: successor.is_some_and(|row| row.used_at.is_some()),
            },
            session,
        })
    }

    /// Removes a session with its tokens.
    pub fn drop_session(&mut self, id: SessionId) {
        self.sessions.remove(&id);
        self.tokens.retain(|_, row| row.session_id != id);
    }
}
