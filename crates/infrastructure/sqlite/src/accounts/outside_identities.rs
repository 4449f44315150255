//! Identities of users at outside providers.

use async_trait::async_trait;
use sha2::{Digest, Sha256};
use sqlx::{SqliteConnection, SqlitePool};
use thoughts_domain::accounts::{OutsideIdentity, Role, Standing};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{OutsideAccount, OutsideIdentityRepository, OutsideUser};
use thoughts_use_cases::storage::StorageError;

use crate::convert::moment;
use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

/// What the identity is found by, also when the rest of it has been erased. Neither part holds a
/// zero byte.
fn digest(identity: &OutsideIdentity) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(identity.issuer());
    hash.update([0]);
    hash.update(identity.subject());
    hash.finalize().to_vec()
}

pub(super) async fn find(
    pool: &SqlitePool,
    identity: &OutsideIdentity,
) -> Result<OutsideAccount, StorageError> {
    let digest = digest(identity);
    let row = sqlx::query!(
        r#"SELECT u.id AS "id?: String", u.role AS "role?: String",
            u.suspended_at IS NOT NULL AS "suspended!: bool",
            coalesce(i.erased_at, u.deleted_at) AS "erased_at?: i64"
        FROM outside_identities i LEFT JOIN users u ON u.id = i.user_id
        WHERE i.digest = ?"#,
        digest
    )
    .fetch_optional(pool)
    .await
    .map_err(failure)?;
    let Some(row) = row else {
        return Ok(OutsideAccount::Unknown);
    };
    Ok(match (moment(row.erased_at), row.id, row.role) {
        (None, Some(id), Some(role)) => OutsideAccount::Known(OutsideUser {
            user_id: UserId::from_storage(&id)?,
            standing: Standing {
                role: Role::from_storage(&role)?,
                suspended: row.suspended,
            },
        }),
        (Some(erased_at), ..) => OutsideAccount::Erased(erased_at),
        (None, ..) => OutsideAccount::Unknown,
    })
}

/// Leaves of a user's identities only when they were erased.
pub(super) async fn forget(
    connection: &mut SqliteConnection,
    user: UserId,
    now: Timestamp,
) -> Result<(), StorageError> {
    let (user, now) = (user.as_str(), now.as_micros());
    sqlx::query!(
        "UPDATE outside_identities
        SET issuer = NULL, subject = NULL, user_id = NULL, erased_at = ? WHERE user_id = ?",
        now,
        user
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}

#[async_trait]
impl OutsideIdentityRepository for SqliteUnitOfWork {
    async fn link(
        &mut self,
        identity: &OutsideIdentity,
        user: UserId,
        issued_after: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let (issuer, subject) = (identity.issuer(), identity.subject());
        let (digest, user) = (digest(identity), user.as_str());
        let (issued_after, now) = (issued_after.as_micros(), now.as_micros());
        let linked = sqlx::query!(
            "INSERT INTO outside_identities (digest, issuer, subject, user_id, created_at)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (digest) DO UPDATE SET issuer = excluded.issuer,
                subject = excluded.subject, user_id = excluded.user_id,
                created_at = excluded.created_at, erased_at = NULL
            WHERE outside_identities.erased_at < ?",
            digest,
            issuer,
            subject,
            user,
            now,
            issued_after
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(linked.rows_affected() == 1)
    }
}
