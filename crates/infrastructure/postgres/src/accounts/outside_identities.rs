//! Identities of users at outside providers.

use async_trait::async_trait;
use sha2::{Digest, Sha256};
use thoughts_domain::accounts::{OutsideIdentity, Role, Standing};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{OutsideAccount, OutsideIdentityRepository, OutsideUser};
use thoughts_use_cases::storage::StorageError;

use crate::connection::Pool;
use crate::convert::{at, moment};
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

/// What the identity is found by, also when the rest of it has been erased. Neither part holds a
/// zero byte.
fn digest(identity: &OutsideIdentity) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(identity.issuer());
    hash.update([0]);
    hash.update(identity.subject());
    hash.finalize().into()
}

pub(super) async fn find(
    pool: &Pool,
    identity: &OutsideIdentity,
) -> Result<OutsideAccount, StorageError> {
    let digest = digest(identity);
    let row = sqlx::query!(
        r#"SELECT u.id AS "id?", u.role AS "role?",
               u.suspended_at IS NOT NULL AS "suspended!",
               coalesce(i.erased_at, u.deleted_at) AS erased_at
           FROM outside_identities i LEFT JOIN users u ON u.id = i.user_id
           WHERE i.digest = $1"#,
        digest.as_slice(),
    )
    .fetch_optional(pool)
    .await
    .map_err(storage_error)?;
    let Some(row) = row else {
        return Ok(OutsideAccount::Unknown);
    };
    Ok(match (row.erased_at, row.id, row.role) {
        (None, Some(id), Some(role)) => OutsideAccount::Known(OutsideUser {
            user_id: UserId::from_storage(&id)?,
            standing: Standing {
                role: Role::from_storage(&role)?,
                suspended: row.suspended,
            },
        }),
        (Some(erased_at), ..) => OutsideAccount::Erased(moment(erased_at)),
        (None, ..) => OutsideAccount::Unknown,
    })
}

#[async_trait]
impl OutsideIdentityRepository for PostgresUnitOfWork {
    async fn link(
        &mut self,
        identity: &OutsideIdentity,
        user: UserId,
        issued_after: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        let digest = digest(identity);
        let linked = sqlx::query!(
            "INSERT INTO outside_identities AS i (digest, issuer, subject, user_id, created_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (digest) DO UPDATE SET issuer = excluded.issuer,
                 subject = excluded.subject, user_id = excluded.user_id,
                 created_at = excluded.created_at, erased_at = NULL
             WHERE i.erased_at < $6",
            digest.as_slice(),
            identity.issuer(),
            identity.subject(),
            user.as_str(),
            at(now),
            at(issued_after),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(linked.rows_affected() == 1)
    }
}

impl PostgresUnitOfWork {
    /// Leaves of a user's identities only when they were erased.
    pub(super) async fn forget_identities(
        &mut self,
        user: UserId,
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "UPDATE outside_identities
             SET issuer = NULL, subject = NULL, user_id = NULL, erased_at = $2
             WHERE user_id = $1",
            user.as_str(),
            at(now),
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
