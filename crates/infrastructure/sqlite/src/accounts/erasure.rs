//! Erasing a user.

use sqlx::SqliteConnection;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::ErasedName;
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;

/// Removes the user's second factor, mails to him, mailed tokens, the handles that are kept for
/// him, and what he is found by.
pub(super) async fn secrets(
    connection: &mut SqliteConnection,
    id: UserId,
) -> Result<(), StorageError> {
    let id = id.as_str();
    sqlx::query!("DELETE FROM mails WHERE user_id = ?", id)
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    sqlx::query!("DELETE FROM one_time_tokens WHERE user_id = ?", id)
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    sqlx::query!("DELETE FROM second_factors WHERE user_id = ?", id)
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    sqlx::query!("DELETE FROM former_handles WHERE user_id = ?", id)
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    sqlx::query!("DELETE FROM search_users WHERE user_id = ?", id)
        .execute(&mut *connection)
        .await
        .map_err(failure)?;
    sqlx::query!(
        "DELETE FROM forgotten_passwords WHERE email = (SELECT email FROM users WHERE id = ?)",
        id
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}

/// Leaves the row and what hangs on it, but nothing personal.
pub(super) async fn anonymise(
    connection: &mut SqliteConnection,
    id: UserId,
    name: &ErasedName,
    now: Timestamp,
) -> Result<(), StorageError> {
    let (id, now) = (id.as_str(), now.as_micros());
    let (handle, display_name) = (name.handle.as_str(), name.display_name.as_str());
    sqlx::query!(
        "UPDATE users SET handle = ?, display_name = ?, bio = '', avatar_url = NULL, email = NULL,
            email_verified_at = NULL, password_hash = NULL, role = 'user', suspended_at = NULL, language = 'en',
            version = version + 1, deleted_at = ?
        WHERE id = ? AND deleted_at IS NULL",
        handle,
        display_name,
        now,
        id
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}

/// Removes the row of who was erased; its foreign keys see that nothing of his is left.
pub(super) async fn remove(
    connection: &mut SqliteConnection,
    id: UserId,
) -> Result<(), StorageError> {
    let id = id.as_str();
    sqlx::query!(
        "DELETE FROM users WHERE id = ? AND deleted_at IS NOT NULL",
        id
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}
