//! The queue of mails within a unit of work.

use async_trait::async_trait;
use thoughts_domain::accounts::{Email, Language};
use thoughts_domain::ids::{MailId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::mail::{ClaimedMail, MailKind, MailRepository, NewMail, Recipient};
use thoughts_use_cases::storage::StorageError;

use crate::convert::version;
use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

#[async_trait]
impl MailRepository for SqliteUnitOfWork {
    async fn enqueue(&mut self, mail: &NewMail) -> Result<(), StorageError> {
        let (id, user) = (mail.id.as_str(), mail.user_id.as_str());
        let (kind, now) = (mail.kind.as_str(), mail.created_at.as_micros());
        sqlx::query!(
            "INSERT INTO mails (id, user_id, kind, created_at, due_at)
            SELECT ?1, id, ?3, ?4, ?4 FROM users WHERE id = ?2 AND email IS NOT NULL
            ON CONFLICT (user_id, kind) DO UPDATE
            SET id = excluded.id, created_at = excluded.created_at, due_at = excluded.due_at,
                attempts = 0",
            id,
            user,
            kind,
            now
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn withdraw(&mut self, user: UserId, kind: MailKind) -> Result<(), StorageError> {
        let (user, kind) = (user.as_str(), kind.as_str());
        sqlx::query!(
            "DELETE FROM mails WHERE user_id = ? AND kind = ?",
            user,
            kind
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn claim(
        &mut self,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<ClaimedMail>, StorageError> {
        let (now, until) = (now.as_micros(), until.as_micros());
        let claimed = sqlx::query!(
            r#"UPDATE mails SET due_at = ?2, attempts = attempts + 1
            WHERE id = (SELECT id FROM mails WHERE due_at <= ?1 ORDER BY due_at, id LIMIT 1)
            RETURNING id AS "id!: String", user_id AS "user_id!: String",
                kind AS "kind!: String", attempts AS "attempts!: i64",
                created_at AS "created_at!: i64""#,
            now,
            until
        )
        .fetch_optional(self.connection())
        .await
        .map_err(failure)?;
        let Some(mail) = claimed else {
            return Ok(None);
        };
        let user = sqlx::query!(
            r#"SELECT email AS "email!: String", display_name, handle, language
            FROM users WHERE id = ?"#,
            mail.user_id
        )
        .fetch_one(self.connection())
        .await
        .map_err(failure)?;
        Ok(Some(ClaimedMail {
            id: MailId::from_storage(&mail.id)?,
            kind: MailKind::from_storage(&mail.kind)?,
            user_id: UserId::from_storage(&mail.user_id)?,
            recipient: Recipient {
                email: user.email,
                display_name: user.display_name,
                handle: user.handle,
                language: Language::from_storage(&user.language)?,
            },
            attempt: version("mails.attempts", mail.attempts)?,
            created_at: Timestamp::from_micros(mail.created_at),
        }))
    }

    async fn is_waiting(&mut self, id: MailId) -> Result<bool, StorageError> {
        let id = id.as_str();
        sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT 1 FROM mails WHERE id = ?) AS "waiting!: bool""#,
            id
        )
        .fetch_one(self.connection())
        .await
        .map_err(failure)
    }

    async fn remove(&mut self, id: MailId) -> Result<(), StorageError> {
        let id = id.as_str();
        sqlx::query!("DELETE FROM mails WHERE id = ?", id)
            .execute(self.connection())
            .await
            .map_err(failure)?;
        Ok(())
    }

    async fn postpone(&mut self, id: MailId, until: Timestamp) -> Result<(), StorageError> {
        let (id, until) = (id.as_str(), until.as_micros());
        sqlx::query!("UPDATE mails SET due_at = ? WHERE id = ?", until, id)
            .execute(self.connection())
            .await
            .map_err(failure)?;
        Ok(())
    }

    async fn note_forgotten(
        &mut self,
        id: MailId,
        email: &Email,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let (id, email, now) = (id.as_str(), email.as_str(), now.as_micros());
        sqlx::query!(
            "INSERT INTO forgotten_passwords (id, email, created_at) VALUES (?, ?, ?)",
            id,
            email,
            now
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn take_forgotten(&mut self, limit: u32) -> Result<Vec<Email>, StorageError> {
        let mut taken = sqlx::query!(
            r#"DELETE FROM forgotten_passwords WHERE id IN (
                SELECT id FROM forgotten_passwords ORDER BY created_at, id LIMIT ?
            ) RETURNING created_at AS "created_at!: i64", id AS "id!: String",
                email AS "email!: String""#,
            limit
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        // RETURNING promises no order.
        taken.sort_by(|a, b| (a.created_at, &a.id).cmp(&(b.created_at, &b.id)));
        let emails = taken
            .into_iter()
            .map(|row| Ok(Email::from_storage(row.email)?));
        emails.collect()
    }
}
