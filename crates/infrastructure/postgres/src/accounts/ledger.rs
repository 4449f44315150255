//! The ledger of ended sessions.

use async_trait::async_trait;
use thoughts_domain::ids::SessionId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::SessionLedger;
use thoughts_use_cases::storage::StorageError;

use crate::convert::{at, moment};
use crate::errors::storage_error;
use crate::storage::PostgresStorage;

#[async_trait]
impl SessionLedger for PostgresStorage {
    async fn ended_since(
        &self,
        since: Timestamp,
    ) -> Result<Vec<(SessionId, Timestamp)>, StorageError> {
        let rows = sqlx::query!(
            "SELECT session_id, ended_at FROM ended_sessions WHERE ended_at >= $1
             ORDER BY ended_at, session_id",
            at(since),
        )
        .fetch_all(&self.pool)
        .await
        .map_err(storage_error)?;
        let ended = rows.into_iter().map(|row| {
            let id = SessionId::from_storage(&row.session_id)?;
            Ok((id, moment(row.ended_at)))
        });
        ended.collect()
    }

    async fn is_live(&self, id: SessionId) -> Result<bool, StorageError> {
        sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT FROM sessions WHERE id = $1) AS "live!""#,
            id.as_str(),
        )
        .fetch_one(&self.pool)
        .await
        .map_err(storage_error)
    }
}
