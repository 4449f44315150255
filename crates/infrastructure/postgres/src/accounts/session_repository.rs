//! Sessions within a unit of work.

use async_trait::async_trait;
use thoughts_domain::accounts::{RefreshToken, Session};
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{FoundToken, SessionRepository, TokenHash};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{at, moment};
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

#[async_trait]
impl SessionRepository for PostgresUnitOfWork {
    async fn open(&mut self, session: &Session, token: &TokenHash) -> Result<(), StorageError> {
        sqlx::query!(
            "WITH opened AS (
                 INSERT INTO sessions (id, user_id, user_agent, created_at, last_used_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6) RETURNING id
             )
             INSERT INTO refresh_tokens (token_hash, session_id, created_at)
             SELECT $7, id, $4 FROM opened",
            session.id.as_str(),
            session.user_id.as_str(),
            session.user_agent.as_deref(),
            at(session.created_at),
            at(session.last_used_at),
            at(session.expires_at),
            &token.0,
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn find(&mut self, token: &TokenHash) -> Result<Option<FoundToken>, StorageError> {
        // The lock is a statement of its own: the next one has a snapshot that sees what the
        // holder before us has done to the token. In one statement a token could be used twice.
        sqlx::query!(
            "SELECT id FROM sessions
             WHERE id = (SELECT session_id FROM refresh_tokens WHERE token_hash = $1) FOR UPDATE",
            &token.0,
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        let row = sqlx::query!(
            r#"SELECT s.id, s.user_id, s.user_agent, s.created_at, s.last_used_at, s.expires_at,
                   t.used_at, (n.used_at IS NOT NULL) AS "successor_used!"
               FROM refresh_tokens t
               JOIN sessions s ON s.id = t.session_id
               JOIN users u ON u.id = s.user_id AND u.deleted_at IS NULL
               LEFT JOIN refresh_tokens n ON n.token_hash = t.successor_hash
               WHERE t.token_hash = $1"#,
            &token.0,
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        let Some(row) = row else { return Ok(None) };
        let session_id = SessionId::from_storage(&row.id)?;
        Ok(Some(FoundToken {
            token: RefreshToken {
                session_id,
                used_at: row.used_at.map(moment),
                successor_used: row.successor_used,
            },
            session: Session {
                id: session_id,
                user_id: UserId::from_storage(&row.user_id)?,
                user_agent: row.user_agent,
                created_at: moment(row.created_at),
                last_used_at: moment(row.last_used_at),
                expires_at: moment(row.expires_at),
            },
        }))
    }

    async fn rotate(
        &mut self,
        session: &Session,
        used: &TokenHash,
        successor: &TokenHash,
    ) -> Result<(), StorageError> {
        sqlx::query!(
            "WITH refreshed AS (
                 UPDATE sessions SET last_used_at = $2, expires_at = $3 WHERE id = $1 RETURNING id
             ), exchanged AS (
                 UPDATE refresh_tokens SET used_at = $2, successor_hash = $5 WHERE token_hash = $4
             )
             INSERT INTO refresh_tokens (token_hash, session_id, created_at)
             SELECT $5, id, $2 FROM refreshed",
            session.id.as_str(),
            at(session.last_used_at),
            at(session.expires_at),
            &used.0,
            &successor.0,
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn end(
        &mut self,
        id: SessionId,
        user: UserId,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let noted = sqlx::query!(
            "WITH ended AS (DELETE FROM sessions WHERE id = $1 AND user_id = $2 RETURNING id)
             INSERT INTO ended_sessions (session_id, ended_at) SELECT id, $3 FROM ended",
            id.as_str(),
            user.as_str(),
            at(now),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(noted.rows_affected() == 1)
    }

    async fn end_all(
        &mut self,
        user: UserId,
        except: Option<SessionId>,
        now: Timestamp,
    ) -> Result<Vec<SessionId>, StorageError> {
        let ended = sqlx::query_scalar!(
            "WITH ended AS (
                 DELETE FROM sessions WHERE user_id = $1 AND id IS DISTINCT FROM $2 RETURNING id
             )
             INSERT INTO ended_sessions (session_id, ended_at)
             SELECT id, $3 FROM ended RETURNING session_id",
            user.as_str(),
            except.as_ref().map(SessionId::as_str),
            at(now),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let ids = ended.iter().map(|id| Ok(SessionId::from_storage(id)?));
        ids.collect()
    }
}
