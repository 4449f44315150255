//! The ledger of ended sessions.

use async_trait::async_trait;
use thoughts_domain::ids::SessionId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::SessionLedger;
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::store::SqliteStorage;

#[async_trait]
impl SessionLedger for SqliteStorage {
    async fn ended_since(
        &self,
        since: Timestamp,
    ) -> Result<Vec<(SessionId, Timestamp)>, StorageError> {
        let since = since.as_micros();
        let rows = sqlx::query!(
            r#"SELECT session_id AS "session_id!", ended_at AS "ended_at!"
            FROM ended_sessions WHERE ended_at >= ? ORDER BY ended_at"#,
            since
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        rows.into_iter()
            .map(|row| {
                let id = SessionId::from_storage(&row.session_id)?;
                Ok((id, Timestamp::from_micros(row.ended_at)))
            })
            .collect()
    }

    async fn is_live(&self, id: SessionId) -> Result<bool, StorageError> {
        let id = id.as_str();
        sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT 1 FROM sessions WHERE id = ?) AS "live!: bool""#,
            id
        )
        .fetch_one(&self.readers)
        .await
        .map_err(failure)
    }
}
