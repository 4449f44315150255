//! The queue of mails within a unit of work.

use async_trait::async_trait;
use thoughts_domain::accounts::{Email, Language};
use thoughts_domain::ids::{MailId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::mail::{ClaimedMail, MailKind, MailRepository, NewMail, Recipient};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{at, moment, number};
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

#[async_trait]
impl MailRepository for PostgresUnitOfWork {
    async fn enqueue(&mut self, mail: &NewMail) -> Result<(), StorageError> {
        sqlx::query!(
            "INSERT INTO mails (id, user_id, kind, created_at, due_at)
             SELECT $1, id, $3, $4, $4 FROM users WHERE id = $2 AND email IS NOT NULL
             ON CONFLICT (user_id, kind) DO UPDATE
             SET id = excluded.id, created_at = excluded.created_at, due_at = excluded.due_at,
                 attempts = 0",
            mail.id.as_str(),
            mail.user_id.as_str(),
            mail.kind.as_str(),
            at(mail.created_at),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn withdraw(&mut self, user: UserId, kind: MailKind) -> Result<(), StorageError> {
        sqlx::query!(
            "DELETE FROM mails WHERE user_id = $1 AND kind = $2",
            user.as_str(),
            kind.as_str(),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn claim(
        &mut self,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<ClaimedMail>, StorageError> {
        let row = sqlx::query!(
            r#"WITH next AS MATERIALIZED (
                   SELECT id FROM mails WHERE due_at <= $1
                   ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
               ), claimed AS (
                   UPDATE mails m SET due_at = $2, attempts = m.attempts + 1
                   FROM next WHERE m.id = next.id
                   RETURNING m.id, m.user_id, m.kind, m.attempts, m.created_at
               )
               SELECT c.id, c.user_id, c.kind, c.attempts, c.created_at, u.email AS "email!",
                   u.display_name, u.handle, u.language
               FROM claimed c JOIN users u ON u.id = c.user_id"#,
            at(now),
            at(until),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(ClaimedMail {
            id: MailId::from_storage(&row.id)?,
            kind: MailKind::from_storage(&row.kind)?,
            user_id: UserId::from_storage(&row.user_id)?,
            recipient: Recipient {
                email: row.email,
                display_name: row.display_name,
                handle: row.handle,
                language: Language::from_storage(&row.language)?,
            },
            attempt: number(row.attempts, "mails.attempts")?,
            created_at: moment(row.created_at),
        }))
    }

    async fn is_waiting(&mut self, id: MailId) -> Result<bool, StorageError> {
        sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT FROM mails WHERE id = $1) AS "waiting!""#,
            id.as_str(),
        )
        .fetch_one(self.connection())
        .await
        .map_err(storage_error)
    }

    async fn remove(&mut self, id: MailId) -> Result<(), StorageError> {
        sqlx::query!("DELETE FROM mails WHERE id = $1", id.as_str())
            .execute(self.connection())
            .await
            .map_err(storage_error)?;
        Ok(())
    }

    async fn postpone(&mut self, id: MailId, until: Timestamp) -> Result<(), StorageError> {
        sqlx::query!(
            "UPDATE mails SET due_at = $2 WHERE id = $1",
            id.as_str(),
            at(until),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn note_forgotten(
        &mut self,
        id: MailId,
        email: &Email,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        sqlx::query!(
            "INSERT INTO forgotten_passwords (id, email, created_at) VALUES ($1, $2, $3)",
            id.as_str(),
            email.as_str(),
            at(now),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn take_forgotten(&mut self, limit: u32) -> Result<Vec<Email>, StorageError> {
        let taken = sqlx::query_scalar!(
            "WITH oldest AS MATERIALIZED (
                 SELECT id FROM forgotten_passwords
                 ORDER BY created_at, id LIMIT $1 FOR UPDATE SKIP LOCKED
             ), taken AS (
                 DELETE FROM forgotten_passwords f USING oldest o WHERE f.id = o.id
                 RETURNING f.email, f.created_at, f.id
             )
             SELECT email FROM taken ORDER BY created_at, id",
            i64::from(limit),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let emails = taken
            .into_iter()
            .map(|email| Ok(Email::from_storage(email)?));
        emails.collect()
    }
}
