//! Answers within a unit of work.

use std::time::Duration;

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::idempotency::{ANSWER_LIFETIME, Answer, AnswerRepository, Claim, RetryKey};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{at, number};
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

/// What lies between tries to lock a key.
const LOCK_PAUSES: [Duration; 3] = [
    Duration::from_millis(10),
    Duration::from_millis(20),
    Duration::ZERO,
];

#[async_trait]
impl AnswerRepository for PostgresUnitOfWork {
    async fn claim(&mut self, retry: &RetryKey, now: Timestamp) -> Result<Claim, StorageError> {
        if !self.try_lock(retry).await? {
            return Ok(Claim::InFlight);
        }
        // A statement of its own: its snapshot sees what the holder before us has committed.
        let kept = sqlx::query!(
            "SELECT fingerprint, status, headers, body FROM idempotency_records
             WHERE user_id = $1 AND key = $2 AND created_at >= $3",
            retry.caller.as_str(),
            retry.key,
            at(now.minus(ANSWER_LIFETIME)),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        let Some(kept) = kept else {
            return Ok(Claim::Fresh);
        };
        if kept.fingerprint != retry.fingerprint {
            return Ok(Claim::Reused);
        }
        Ok(Claim::Answered(Answer {
            status: number(kept.status, "idempotency_records.status")?,
            headers: paired(kept.headers)?,
            body: kept.body,
        }))
    }

    async fn keep(
        &mut self,
        retry: &RetryKey,
        answer: &Answer,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let headers: Vec<&str> = answer
            .headers
            .iter()
            .flat_map(|(name, value)| [name.as_str(), value.as_str()])
            .collect();
        sqlx::query!(
            "INSERT INTO idempotency_records (user_id, key, fingerprint, status, headers, body,
                 created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)
             ON CONFLICT (user_id, key) DO UPDATE SET fingerprint = excluded.fingerprint,
                 status = excluded.status, headers = excluded.headers, body = excluded.body,
                 created_at = excluded.created_at",
            retry.caller.as_str(),
            retry.key,
            &retry.fingerprint,
            i16::try_from(answer.status).unwrap_or(i16::MAX),
            &headers as &[&str],
            answer.body,
            at(now),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn forget(&mut self, caller: UserId) -> Result<(), StorageError> {
        sqlx::query!(
            "DELETE FROM idempotency_records WHERE user_id = $1",
            caller.as_str(),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }
}

impl PostgresUnitOfWork {
    /// A lock that is tried, not an insert that waits; the transaction holds it to its end. A unit
    /// of work that was dropped is rolled back only a moment after its caller has answered, so a
    /// few tries keep that moment from looking like a request in flight.
    async fn try_lock(&mut self, retry: &RetryKey) -> Result<bool, StorageError> {
        for pause in LOCK_PAUSES {
            let ours = sqlx::query_scalar!(
                r#"SELECT pg_try_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 0)) AS "ours!""#,
                retry.caller.as_str(),
                retry.key,
            )
            .fetch_one(self.connection())
            .await
            .map_err(storage_error)?;
            if ours {
                return Ok(true);
            }
            tokio::time::sleep(pause).await;
        }
        Ok(false)
    }
}

/// The column holds name, value, name, value.
fn paired(column: Vec<String>) -> Result<Vec<(String, String)>, Inconsistency> {
    let mut pairs = Vec::with_capacity(column.len() / 2);
    let mut column = column.into_iter();
    while let Some(name) = column.next() {
        let value = column.next().ok_or_else(|| {
            Inconsistency::new("idempotency_records.headers", "has a name without a value")
        })?;
        pairs.push((name, value));
    }
    Ok(pairs)
}
