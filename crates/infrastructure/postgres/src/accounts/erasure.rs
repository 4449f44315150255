//! Erasing an account.

use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::ErasedName;

use crate::convert::at;
use crate::unit_of_work::PostgresUnitOfWork;

impl PostgresUnitOfWork {
    /// Removes the second factor of a locked user, mails to him, mailed tokens, the handles
    /// that are kept for him, and what he is found by.
    pub(super) async fn erase_secrets_of(&mut self, id: UserId) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "WITH mailed AS (DELETE FROM mails WHERE user_id = $1),
                 tokens AS (DELETE FROM one_time_tokens WHERE user_id = $1),
                 factors AS (DELETE FROM second_factors WHERE user_id = $1),
                 handles AS (DELETE FROM former_handles WHERE user_id = $1),
                 names AS (DELETE FROM user_search WHERE user_id = $1)
             DELETE FROM forgotten_passwords
             WHERE email = (SELECT email FROM users WHERE id = $1)",
            id.as_str(),
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Takes all that is personal from a locked user; what he wrote stays.
    pub(super) async fn anonymise(
        &mut self,
        id: UserId,
        name: &ErasedName,
        now: Timestamp,
    ) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "UPDATE users SET handle = $2, display_name = $3, bio = '', avatar_url = NULL,
                 email = NULL, email_verified_at = NULL, password_hash = NULL, role = 'user', suspended_at = NULL,
                 language = 'en', version = version + 1, deleted_at = $4
             WHERE id = $1",
            id.as_str(),
            name.handle.as_str(),
            name.display_name.as_str(),
            at(now),
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Removes the row of who was erased; its foreign keys see that nothing of his is left.
    pub(super) async fn remove_user(&mut self, id: UserId) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "DELETE FROM users WHERE id = $1 AND deleted_at IS NOT NULL",
            id.as_str(),
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
