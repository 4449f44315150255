//! Second factors within a unit of work, which holds the write lock: nothing else is locked.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::UserId;
use thoughts_domain::second_factor::{SecondFactor, TimeStep};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::TokenHash;
use thoughts_use_cases::second_factor::{
    SealedSecret, SealingKeyId, SecondFactorRepository, StoredSecondFactor,
};
use thoughts_use_cases::storage::StorageError;

use crate::convert::moment;
use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

/// A step from a column.
pub(super) fn step(column: Option<i64>) -> Result<Option<TimeStep>, Inconsistency> {
    let number = column.map(u32::try_from).transpose();
    let number =
        number.map_err(|_| Inconsistency::new("second_factors.last_step", "is no step"))?;
    Ok(number.map(TimeStep::new))
}

/// How many codes are left.
pub(super) fn left(stored: i64) -> Result<u32, Inconsistency> {
    u32::try_from(stored).map_err(|_| Inconsistency::new("recovery_codes", "are too many"))
}

fn sealed(bytes: Vec<u8>, under: &[u8]) -> Result<SealedSecret, Inconsistency> {
    let key = under.try_into();
    let key = key.map_err(|_| Inconsistency::new("second_factors.sealed_under", "is no key"))?;
    Ok(SealedSecret {
        key: SealingKeyId(key),
        bytes,
    })
}

#[async_trait]
impl SecondFactorRepository for SqliteUnitOfWork {
    async fn lock(&mut self, user: UserId) -> Result<Option<StoredSecondFactor>, StorageError> {
        let id = user.as_str();
        let row = sqlx::query!(
            "SELECT sealed_secret, sealed_under, begun_at, enabled_at, last_step
            FROM second_factors WHERE user_id = ?",
            id
        )
        .fetch_optional(self.connection())
        .await
        .map_err(failure)?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(StoredSecondFactor {
            factor: SecondFactor {
                user_id: user,
                begun_at: Timestamp::from_micros(row.begun_at),
                enabled_at: moment(row.enabled_at),
                last_step: step(row.last_step)?,
            },
            secret: sealed(row.sealed_secret, &row.sealed_under)?,
        }))
    }

    async fn begin(&mut self, begun: &StoredSecondFactor) -> Result<(), StorageError> {
        self.remove(begun.factor.user_id).await?;
        let id = begun.factor.user_id;
        let (id, begun_at) = (id.as_str(), begun.factor.begun_at.as_micros());
        let (secret, key) = (begun.secret.bytes.as_slice(), begun.secret.key.0.as_slice());
        sqlx::query!(
            "INSERT INTO second_factors (user_id, sealed_secret, sealed_under, begun_at)
            VALUES (?, ?, ?, ?)",
            id,
            secret,
            key,
            begun_at
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn update(&mut self, factor: &SecondFactor) -> Result<(), StorageError> {
        let id = factor.user_id.as_str();
        let enabled_at = factor.enabled_at.map(Timestamp::as_micros);
        let last_step = factor.last_step.map(|step| i64::from(step.number()));
        sqlx::query!(
            "UPDATE second_factors SET enabled_at = ?, last_step = ? WHERE user_id = ?",
            enabled_at,
            last_step,
            id
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn remove(&mut self, user: UserId) -> Result<(), StorageError> {
        let id = user.as_str();
        sqlx::query!("DELETE FROM second_factors WHERE user_id = ?", id)
            .execute(self.connection())
            .await
            .map_err(failure)?;
        Ok(())
    }

    async fn replace_codes(
        &mut self,
        user: UserId,
        codes: &[TokenHash],
    ) -> Result<(), StorageError> {
        let id = user.as_str();
        sqlx::query!("DELETE FROM recovery_codes WHERE user_id = ?", id)
            .execute(self.connection())
            .await
            .map_err(failure)?;
        for code in codes {
            let hash = code.0.as_slice();
            sqlx::query!(
                "INSERT INTO recovery_codes (user_id, code_hash) VALUES (?, ?)",
                id,
                hash
            )
            .execute(self.connection())
            .await
            .map_err(failure)?;
        }
        Ok(())
    }

    async fn use_code(
        &mut self,
        user: UserId,
        code: &TokenHash,
    ) -> Result<Option<u32>, StorageError> {
        let (id, hash) = (user.as_str(), code.0.as_slice());
        let gone = sqlx::query!(
            "DELETE FROM recovery_codes WHERE user_id = ? AND code_hash = ?",
            id,
            hash
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        if gone.rows_affected() == 0 {
            return Ok(None);
        }
        let rest = sqlx::query_scalar!(
            r#"SELECT count(*) AS "rest!: i64" FROM recovery_codes WHERE user_id = ?"#,
            id
        )
        .fetch_one(self.connection())
        .await
        .map_err(failure)?;
        Ok(Some(left(rest)?))
    }

    async fn sealed_otherwise(
        &mut self,
        present: SealingKeyId,
        after: Option<UserId>,
        limit: u32,
    ) -> Result<Vec<(UserId, SealedSecret)>, StorageError> {
        let key = present.0.as_slice();
        let after = after.as_ref().map_or("", UserId::as_str);
        let rows = sqlx::query!(
            "SELECT user_id, sealed_secret, sealed_under FROM second_factors
            WHERE sealed_under <> ? AND user_id > ? ORDER BY user_id LIMIT ?",
            key,
            after,
            limit
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        let rows = rows.into_iter().map(|row| {
            let secret = sealed(row.sealed_secret, &row.sealed_under)?;
            Ok((UserId::from_storage(&row.user_id)?, secret))
        });
        rows.collect()
    }

    async fn reseal(&mut self, user: UserId, secret: &SealedSecret) -> Result<(), StorageError> {
        let (id, bytes, key) = (
            user.as_str(),
            secret.bytes.as_slice(),
            secret.key.0.as_slice(),
        );
        sqlx::query!(
            "UPDATE second_factors SET sealed_secret = ?, sealed_under = ? WHERE user_id = ?",
            bytes,
            key,
            id
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }
}
