//! Answers kept for retries. There is one writer: whoever asks holds it, so that no key is ever
//! in flight elsewhere.

mod export;

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::idempotency::{ANSWER_LIFETIME, Answer, AnswerRepository, Claim, RetryKey};
use thoughts_use_cases::storage::StorageError;

use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

#[async_trait]
impl AnswerRepository for SqliteUnitOfWork {
    async fn claim(&mut self, retry: &RetryKey, now: Timestamp) -> Result<Claim, StorageError> {
        let (caller, key) = (retry.caller.as_str(), retry.key.as_str());
        let oldest = now.minus(ANSWER_LIFETIME).as_micros();
        let row = sqlx::query!(
            "SELECT fingerprint, status, headers, body FROM idempotency_records
            WHERE user_id = ? AND key = ? AND created_at >= ?",
            caller,
            key,
            oldest
        )
        .fetch_optional(self.connection())
        .await
        .map_err(failure)?;
        let Some(row) = row else {
            return Ok(Claim::Fresh);
        };
        if row.fingerprint != retry.fingerprint {
            return Ok(Claim::Reused);
        }
        Ok(Claim::Answered(Answer {
            status: u16::try_from(row.status)
                .map_err(|_| Inconsistency::new("idempotency_records.status", "is no status"))?,
            headers: row.headers.lines().filter_map(header).collect(),
            body: row.body,
        }))
    }

    async fn keep(
        &mut self,
        retry: &RetryKey,
        answer: &Answer,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let (caller, key) = (retry.caller.as_str(), retry.key.as_str());
        let (fingerprint, body) = (retry.fingerprint.as_slice(), answer.body.as_slice());
        let headers = lines(&answer.headers);
        let now = now.as_micros();
        sqlx::query!(
            "INSERT OR REPLACE INTO idempotency_records
                (user_id, key, fingerprint, status, headers, body, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)",
            caller,
            key,
            fingerprint,
            answer.status,
            headers,
            body,
            now
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn forget(&mut self, caller: UserId) -> Result<(), StorageError> {
        let caller = caller.as_str();
        sqlx::query!("DELETE FROM idempotency_records WHERE user_id = ?", caller)
            .execute(self.connection())
            .await
            .map_err(failure)?;
        Ok(())
    }
}

/// Headers as on the wire: neither a name nor a value can hold a line break (RFC 9110, 5.5).
fn lines(headers: &[(String, String)]) -> String {
    let mut lines = String::new();
    for (name, value) in headers {
        lines.extend([name, ": ", value, "\n"]);
    }
    lines
}

fn header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(": ")?;
    Some((name.to_owned(), value.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_read_back() {
        let headers = [
            ("Location", "/v1/posts/x: y"),
            ("ETag", "\"1-a\""),
            ("X", ""),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
        let text = lines(&headers);
        let read: Vec<_> = text.lines().filter_map(header).collect();
        assert_eq!(read, headers);
    }
}
