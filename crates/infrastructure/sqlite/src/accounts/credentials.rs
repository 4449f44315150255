//! What a login is checked against.

use sqlx::SqlitePool;
use thoughts_domain::accounts::{Role, Standing};
use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::{Credentials, Login, PasswordHash};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;

struct CredentialsRow {
    id: String,
    role: String,
    suspended: bool,
    password_hash: Option<String>,
}

pub(super) async fn of(
    pool: &SqlitePool,
    login: &Login,
) -> Result<Option<Credentials>, StorageError> {
    let row = match login {
        Login::Handle(handle) => {
            let handle = handle.as_str();
            sqlx::query_as!(
                CredentialsRow,
                r#"SELECT id AS "id!", role AS "role!",
                    suspended_at IS NOT NULL AS "suspended!: bool",
                    password_hash
                FROM users WHERE handle = ? AND deleted_at IS NULL"#,
                handle
            )
            .fetch_optional(pool)
            .await
        }
        Login::Email(email) => {
            let email = email.as_str();
            sqlx::query_as!(
                CredentialsRow,
                r#"SELECT id AS "id!", role AS "role!",
                    suspended_at IS NOT NULL AS "suspended!: bool",
                    password_hash
                FROM users WHERE email = ? AND deleted_at IS NULL"#,
                email
            )
            .fetch_optional(pool)
            .await
        }
    }
    .map_err(failure)?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Credentials {
        user_id: UserId::from_storage(&row.id)?,
        standing: Standing {
            role: Role::from_storage(&row.role)?,
            suspended: row.suspended,
        },
        password: row.password_hash.map(PasswordHash::new),
    }))
}

pub(super) async fn password(
    pool: &SqlitePool,
    id: UserId,
) -> Result<Option<PasswordHash>, StorageError> {
    let id = id.as_str();
    let stored = sqlx::query_scalar!(
        r#"SELECT password_hash
        FROM users WHERE id = ? AND deleted_at IS NULL"#,
        id
    )
    .fetch_optional(pool)
    .await
    .map_err(failure)?;
    Ok(stored.flatten().map(PasswordHash::new))
}
