//! What a login is checked against.

use thoughts_domain::accounts::{Role, Standing};
use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::{Credentials, Login, PasswordHash};
use thoughts_use_cases::storage::StorageError;

use crate::connection::Pool;
use crate::errors::storage_error;

struct Row {
    id: String,
    role: String,
    suspended: bool,
    password_hash: Option<String>,
}

pub(super) async fn find(pool: &Pool, login: &Login) -> Result<Option<Credentials>, StorageError> {
    let row = match login {
        Login::Handle(handle) => {
            sqlx::query_as!(
                Row,
                r#"SELECT id, role, suspended_at IS NOT NULL AS "suspended!",
                       password_hash
                   FROM users WHERE handle = $1 AND deleted_at IS NULL"#,
                handle.as_str(),
            )
            .fetch_optional(pool)
            .await
        }
        Login::Email(email) => {
            sqlx::query_as!(
                Row,
                r#"SELECT id, role, suspended_at IS NOT NULL AS "suspended!",
                       password_hash
                   FROM users WHERE email = $1 AND deleted_at IS NULL"#,
                email.as_str(),
            )
            .fetch_optional(pool)
            .await
        }
    }
    .map_err(storage_error)?;
    row.map(|row| {
        Ok(Credentials {
            user_id: UserId::from_storage(&row.id)?,
            standing: Standing {
                role: Role::from_storage(&row.role)?,
                suspended: row.suspended,
            },
            password: row.password_hash.map(PasswordHash::new),
        })
    })
    .transpose()
}

pub(super) async fn password(
    pool: &Pool,
    id: UserId,
) -> Result<Option<PasswordHash>, StorageError> {
    let stored = sqlx::query_scalar!(
        r#"SELECT password_hash
           FROM users WHERE id = $1 AND deleted_at IS NULL"#,
        id.as_str(),
    )
    .fetch_optional(pool)
    .await
    .map_err(storage_error)?;
    Ok(stored.flatten().map(PasswordHash::new))
}
