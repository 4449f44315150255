//! Handles: who may have one, and who had it.

use thoughts_domain::accounts::{HANDLE_RESERVATION, Handle};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::storage::StorageError;

use crate::connection::Pool;
use crate::convert::at;
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

impl PostgresUnitOfWork {
    /// Keeps others from taking or giving up these handles until the transaction ends, so that
    /// what the next statement finds of them stays so. Always in the same order.
    pub(super) async fn lock_handles(&mut self, handles: &[&str]) -> Result<(), sqlx::Error> {
        let handles: Vec<String> = handles.iter().map(|&handle| handle.to_owned()).collect();
        sqlx::query!(
            "SELECT pg_advisory_xact_lock(hashtextextended('thoughts.handle:' || handle, 0))
             FROM (SELECT handle FROM unnest($1::text[]) AS handle ORDER BY handle) AS sorted",
            &handles,
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Gives a locked user another handle, and keeps the former one for him. False when it is
    /// somebody else's, or kept for somebody else.
    pub(super) async fn rename_user(
        &mut self,
        id: UserId,
        from: &Handle,
        to: &Handle,
        now: Timestamp,
    ) -> Result<bool, sqlx::Error> {
        self.lock_handles(&[from.as_str(), to.as_str()]).await?;
        let renamed = sqlx::query!(
            "UPDATE users SET handle = $2
             WHERE id = $1
                 AND NOT EXISTS (SELECT FROM users WHERE handle = $2)
                 AND NOT EXISTS (SELECT FROM former_handles
                     WHERE handle = $2 AND user_id <> $1 AND reserved_until > $3)",
            id.as_str(),
            to.as_str(),
            at(now),
        )
        .execute(self.connection())
        .await?;
        if renamed.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query!("DELETE FROM former_handles WHERE handle = $1", to.as_str())
            .execute(self.connection())
            .await?;
        sqlx::query!(
            "INSERT INTO former_handles (handle, user_id, reserved_until) VALUES ($1, $2, $3)
             ON CONFLICT (handle) DO UPDATE
             SET user_id = excluded.user_id, reserved_until = excluded.reserved_until",
            from.as_str(),
            id.as_str(),
            at(now.plus(HANDLE_RESERVATION)),
        )
        .execute(self.connection())
        .await?;
        Ok(true)
    }

    /// Whose handles these are or were.
    pub(super) async fn owners(
        &mut self,
        handles: &[String],
        now: Timestamp,
    ) -> Result<Vec<(String, UserId)>, StorageError> {
        let rows = sqlx::query!(
            r#"SELECT wanted.handle AS "handle!", owner.id AS "id!"
               FROM unnest($1::text[]) AS wanted (handle)
               CROSS JOIN LATERAL (
                   SELECT u.id FROM users u
                   WHERE u.handle = wanted.handle AND u.deleted_at IS NULL
                   UNION ALL
                   SELECT f.user_id FROM former_handles f
                   WHERE f.handle = wanted.handle AND f.reserved_until > $2
               ) AS owner"#,
            handles,
            at(now),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        rows.into_iter()
            .map(|row| Ok((row.handle, UserId::from_storage(&row.id)?)))
            .collect()
    }
}

/// What its former owner is called now.
pub(super) async fn renamed(
    pool: &Pool,
    former: &Handle,
    viewer: Option<UserId>,
    now: Timestamp,
) -> Result<Option<Handle>, StorageError> {
    let handle = sqlx::query_scalar!(
        "SELECT u.handle FROM former_handles f JOIN users u ON u.id = f.user_id
         WHERE f.handle = $1 AND f.reserved_until > $2 AND u.deleted_at IS NULL AND NOT EXISTS (
             SELECT FROM hidden_by_block x WHERE x.viewer_id = $3 AND x.user_id = u.id)",
        former.as_str(),
        at(now),
        viewer.as_ref().map(UserId::as_str),
    )
    .fetch_optional(pool)
    .await
    .map_err(storage_error)?;
    Ok(handle.map(Handle::from_storage).transpose()?)
}
