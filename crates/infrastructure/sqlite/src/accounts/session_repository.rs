//! Sessions and their refresh tokens within a unit of work.

use async_trait::async_trait;
use thoughts_domain::accounts::{RefreshToken, Session};
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{FoundToken, SessionRepository, TokenHash};
use thoughts_use_cases::storage::StorageError;

use crate::convert::moment;
use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

impl SqliteUnitOfWork {
    async fn add_token(
        &mut self,
        session: &Session,
        token: &TokenHash,
    ) -> Result<(), StorageError> {
        let (id, hash) = (session.id.as_str(), token.0.as_slice());
        let at = session.last_used_at.as_micros();
        sqlx::query!(
            "INSERT INTO refresh_tokens (token_hash, session_id, created_at) VALUES (?, ?, ?)",
            hash,
            id,
            at
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }
}

#[async_trait]
impl SessionRepository for SqliteUnitOfWork {
    async fn open(&mut self, session: &Session, token: &TokenHash) -> Result<(), StorageError> {
        let (id, user) = (session.id.as_str(), session.user_id.as_str());
        let user_agent = session.user_agent.as_deref();
        let created_at = session.created_at.as_micros();
        let last_used_at = session.last_used_at.as_micros();
        let expires_at = session.expires_at.as_micros();
        sqlx::query!(
            "INSERT INTO sessions (id, user_id, user_agent, created_at, last_used_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?)",
            id,
            user,
            user_agent,
            created_at,
            last_used_at,
            expires_at
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        self.add_token(session, token).await
    }

    async fn find(&mut self, token: &TokenHash) -> Result<Option<FoundToken>, StorageError> {
        let hash = token.0.as_slice();
        let row = sqlx::query!(
            r#"SELECT s.id AS "id!", s.user_id AS "user_id!", s.user_agent,
                s.created_at AS "created_at!", s.last_used_at AS "last_used_at!",
                s.expires_at AS "expires_at!", t.used_at,
                next.used_at IS NOT NULL AS "successor_used!: bool"
            FROM refresh_tokens t
            JOIN sessions s ON s.id = t.session_id
            JOIN users u ON u.id = s.user_id AND u.deleted_at IS NULL
            LEFT JOIN refresh_tokens next ON next.token_hash = t.successor_hash
            WHERE t.token_hash = ?"#,
            hash
        )
        .fetch_optional(self.connection())
        .await
        .map_err(failure)?;
        let Some(row) = row else { return Ok(None) };
        let id = SessionId::from_storage(&row.id)?;
        Ok(Some(FoundToken {
            token: RefreshToken {
                session_id: id,
                used_at: moment(row.used_at),
                successor_used: row.successor_used,
            },
            session: Session {
                id,
                user_id: UserId::from_storage(&row.user_id)?,
                user_agent: row.user_agent,
                created_at: Timestamp::from_micros(row.created_at),
                last_used_at: Timestamp::from_micros(row.last_used_at),
                expires_at: Timestamp::from_micros(row.expires_at),
            },
        }))
    }

    async fn rotate(
        &mut self,
        session: &Session,
        used: &TokenHash,
        successor: &TokenHash,
    ) -> Result<(), StorageError> {
        let (used, next) = (used.0.as_slice(), successor.0.as_slice());
        let (at, expires_at) = (
            session.last_used_at.as_micros(),
            session.expires_at.as_micros(),
        );
        sqlx::query!(
            "UPDATE refresh_tokens SET used_at = ?, successor_hash = ? WHERE token_hash = ?",
            at,
            next,
            used
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        self.add_token(session, successor).await?;
        let id = session.id.as_str();
        sqlx::query!(
            "UPDATE sessions SET last_used_at = ?, expires_at = ? WHERE id = ?",
            at,
            expires_at,
            id
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn end(
        &mut self,
        id: SessionId,
        user: UserId,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let (id, user, now) = (id.as_str(), user.as_str(), now.as_micros());
        let ended = sqlx::query!(
            "DELETE FROM sessions WHERE id = ? AND user_id = ?",
            id,
            user
        )
        .execute(self.connection())
        .await
        .map_err(failure)?
        .rows_affected();
        if ended == 0 {
            return Ok(false);
        }
        sqlx::query!(
            "INSERT INTO ended_sessions (session_id, ended_at) VALUES (?, ?)
            ON CONFLICT (session_id) DO NOTHING",
            id,
            now
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(true)
    }

    async fn end_all(
        &mut self,
        user: UserId,
        except: Option<SessionId>,
        now: Timestamp,
    ) -> Result<Vec<SessionId>, StorageError> {
        let (user, now) = (user.as_str(), now.as_micros());
        let except = except.map(|id| id.as_str().to_owned());
        sqlx::query!(
            "INSERT INTO ended_sessions (session_id, ended_at)
            SELECT id, ?1 FROM sessions WHERE user_id = ?2 AND id IS NOT ?3
            ON CONFLICT (session_id) DO NOTHING",
            now,
            user,
            except
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        sqlx::query_scalar!(
            r#"DELETE FROM sessions WHERE user_id = ?1 AND id IS NOT ?2
            RETURNING id AS "id!: String""#,
            user,
            except
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?
        .iter()
        .map(|id| Ok(SessionId::from_storage(id)?))
        .collect()
    }
}
