//! Handles: who may have one, and who had it.

use sqlx::{SqliteConnection, SqlitePool};
use thoughts_domain::accounts::{HANDLE_RESERVATION, Handle};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::storage::StorageError;

use crate::convert::json_names;
use crate::errors::failure;

/// Gives a user another handle, and keeps the former one for him. False when it is somebody
/// else's, or kept for somebody else.
pub(super) async fn rename(
    connection: &mut SqliteConnection,
    id: UserId,
    from: &Handle,
    to: &Handle,
    now: Timestamp,
) -> Result<bool, StorageError> {
    let (id, from, to) = (id.as_str(), from.as_str(), to.as_str());
    let reserved_until = now.plus(HANDLE_RESERVATION).as_micros();
    let now = now.as_micros();
    let renamed = sqlx::query!(
        "UPDATE users SET handle = ?2
        WHERE id = ?1 AND deleted_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM users WHERE handle = ?2)
            AND NOT EXISTS (SELECT 1 FROM former_handles
                WHERE handle = ?2 AND user_id <> ?1 AND reserved_until > ?3)",
        id,
        to,
        now
    )
    .execute(&mut *connection)
    .await
    .map_err(failure)?;
    if renamed.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!("DELETE FROM former_handles WHERE handle = ?", to)
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    sqlx::query!(
        "INSERT INTO former_handles (handle, user_id, reserved_until) VALUES (?, ?, ?)
        ON CONFLICT (handle) DO UPDATE
        SET user_id = excluded.user_id, reserved_until = excluded.reserved_until",
        from,
        id,
        reserved_until
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(true)
}

/// What its former owner is called now.
pub(super) async fn renamed(
    pool: &SqlitePool,
    former: &Handle,
    viewer: Option<UserId>,
    now: Timestamp,
) -> Result<Option<Handle>, StorageError> {
    let who = viewer.as_ref().map(UserId::as_str);
    let (former, now) = (former.as_str(), now.as_micros());
    let handle = sqlx::query_scalar!(
        "SELECT u.handle FROM former_handles f JOIN users u ON u.id = f.user_id
        WHERE f.handle = ?1 AND f.reserved_until > ?2 AND u.deleted_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM hidden_by_block x
                WHERE x.viewer_id = ?3 AND x.user_id = u.id)",
        former,
        now,
        who
    )
    .fetch_optional(pool)
    .await
    .map_err(failure)?;
    Ok(handle.map(Handle::from_storage).transpose()?)
}

/// Whose handles these are or were.
pub(super) async fn owners(
    connection: &mut SqliteConnection,
    handles: &[String],
    now: Timestamp,
) -> Result<Vec<(String, UserId)>, StorageError> {
    let handles = json_names(handles.iter().map(String::as_str));
    let now = now.as_micros();
    let rows = sqlx::query!(
        r#"SELECT u.handle AS "handle!: String", u.id AS "id!: String"
        FROM json_each(?1) wanted JOIN users u ON u.handle = wanted.value
        WHERE u.deleted_at IS NULL
        UNION ALL
        SELECT f.handle, f.user_id
        FROM json_each(?1) wanted JOIN former_handles f ON f.handle = wanted.value
        WHERE f.reserved_until > ?2"#,
        handles,
        now
    )
    .fetch_all(connection)
    .await
    .map_err(failure)?;
    rows.into_iter()
        .map(|row| Ok((row.handle, UserId::from_storage(&row.id)?)))
        .collect()
}
