//! Second factors within a unit of work.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::UserId;
use thoughts_domain::second_factor::{SecondFactor, TimeStep};
use thoughts_use_cases::accounts::TokenHash;
use thoughts_use_cases::second_factor::{
    SealedSecret, SealingKeyId, SecondFactorRepository, StoredSecondFactor,
};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{at, moment, number};
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

/// A step from a column.
pub(super) fn step(column: Option<i64>) -> Result<Option<TimeStep>, Inconsistency> {
    let number = column.map(|stored| number(stored, "second_factors.last_step"));
    Ok(number.transpose()?.map(TimeStep::new))
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
impl SecondFactorRepository for PostgresUnitOfWork {
    async fn lock(&mut self, user: UserId) -> Result<Option<StoredSecondFactor>, StorageError> {
        let row = sqlx::query!(
            "SELECT sealed_secret, sealed_under, begun_at, enabled_at, last_step
             FROM second_factors WHERE user_id = $1 FOR UPDATE",
            user.as_str(),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(StoredSecondFactor {
            factor: SecondFactor {
                user_id: user,
                begun_at: moment(row.begun_at),
                enabled_at: row.enabled_at.map(moment),
                last_step: step(row.last_step)?,
            },
            secret: sealed(row.sealed_secret, &row.sealed_under)?,
        }))
    }

    async fn begin(&mut self, begun: &StoredSecondFactor) -> Result<(), StorageError> {
        let user = begun.factor.user_id;
        self.remove(user).await?;
        sqlx::query!(
            "INSERT INTO second_factors (user_id, sealed_secret, sealed_under, begun_at)
             VALUES ($1, $2, $3, $4)",
            user.as_str(),
            begun.secret.bytes,
            &begun.secret.key.0,
            at(begun.factor.begun_at),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn update(&mut self, factor: &SecondFactor) -> Result<(), StorageError> {
        sqlx::query!(
            "UPDATE second_factors SET enabled_at = $2, last_step = $3 WHERE user_id = $1",
            factor.user_id.as_str(),
            factor.enabled_at.map(at),
            factor.last_step.map(|step| i64::from(step.number())),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn remove(&mut self, user: UserId) -> Result<(), StorageError> {
        sqlx::query!(
            "DELETE FROM second_factors WHERE user_id = $1",
            user.as_str(),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn replace_codes(
        &mut self,
        user: UserId,
        codes: &[TokenHash],
    ) -> Result<(), StorageError> {
        let hashes: Vec<&[u8]> = codes.iter().map(|code| &code.0[..]).collect();
        sqlx::query!(
            "DELETE FROM recovery_codes WHERE user_id = $1",
            user.as_str(),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        sqlx::query!(
            "INSERT INTO recovery_codes (user_id, code_hash)
             SELECT $1, hash FROM unnest($2::bytea[]) AS hash",
            user.as_str(),
            &hashes as &[&[u8]],
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn use_code(
        &mut self,
        user: UserId,
        code: &TokenHash,
    ) -> Result<Option<u32>, StorageError> {
        let gone = sqlx::query!(
            "DELETE FROM recovery_codes WHERE user_id = $1 AND code_hash = $2",
            user.as_str(),
            &code.0,
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        if gone.rows_affected() == 0 {
            return Ok(None);
        }
        let left = sqlx::query_scalar!(
            r#"SELECT count(*) AS "left!" FROM recovery_codes WHERE user_id = $1"#,
            user.as_str(),
        )
        .fetch_one(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(Some(number(left, "recovery_codes")?))
    }

    async fn sealed_otherwise(
        &mut self,
        present: SealingKeyId,
        after: Option<UserId>,
        limit: u32,
    ) -> Result<Vec<(UserId, SealedSecret)>, StorageError> {
        let rows = sqlx::query!(
            "SELECT user_id, sealed_secret, sealed_under FROM second_factors
             WHERE sealed_under <> $1 AND user_id > $2
             ORDER BY user_id LIMIT $3 FOR UPDATE SKIP LOCKED",
            &present.0,
            after.as_ref().map_or("", UserId::as_str),
            i64::from(limit),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let rows = rows.into_iter().map(|row| {
            let secret = sealed(row.sealed_secret, &row.sealed_under)?;
            Ok((UserId::from_storage(&row.user_id)?, secret))
        });
        rows.collect()
    }

    async fn reseal(&mut self, user: UserId, secret: &SealedSecret) -> Result<(), StorageError> {
        sqlx::query!(
            "UPDATE second_factors SET sealed_secret = $2, sealed_under = $3 WHERE user_id = $1",
            user.as_str(),
            secret.bytes,
            &secret.key.0,
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }
}
