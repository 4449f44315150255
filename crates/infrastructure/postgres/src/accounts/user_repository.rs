//! Users within a unit of work.

use async_trait::async_trait;
use thoughts_domain::accounts::{Email, Handle, User};
use thoughts_domain::ids::UserId;
use thoughts_domain::posts::Mentioned;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{
    ErasedName, OwnAccountView, PasswordHash, UserInsertion, UserRepository,
};
use thoughts_use_cases::storage::StorageError;

use super::rows::{LockedUserRow, user_rows};
use crate::convert::{at, version};
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

#[async_trait]
impl UserRepository for PostgresUnitOfWork {
    async fn insert(
        &mut self,
        user: &User,
        password: Option<PasswordHash>,
    ) -> Result<UserInsertion, StorageError> {
        self.lock_handles(&[user.handle.as_str()])
            .await
            .map_err(storage_error)?;
        let inserted =
            sqlx::query!(
            "INSERT INTO users (id, handle, display_name, bio, avatar_url, email, password_hash,
                 role, language, created_at, version, email_verified_at)
             SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
             WHERE NOT EXISTS (SELECT FROM former_handles
                 WHERE handle = $2 AND reserved_until > $10)
             ON CONFLICT DO NOTHING",
            user.id.as_str(),
            user.handle.as_str(),
            user.display_name.as_str(),
            user.bio.as_str(),
            user.avatar_url.as_ref().map(thoughts_domain::accounts::AvatarUrl::as_str),
            user.email.as_ref().map(Email::as_str),
            password.as_ref().map(PasswordHash::as_str),
            user.role.as_str(),
            user.settings.language.as_str(),
            at(user.created_at),
            version(user.version),
            user.email_verified_at.map(at),
        )
            .execute(self.connection())
            .await
            .map_err(storage_error)?;
        if inserted.rows_affected() == 1 {
            return Ok(UserInsertion::Inserted);
        }
        let handle_taken = sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT FROM users WHERE handle = $1)
                   OR EXISTS (SELECT FROM former_handles
                       WHERE handle = $1 AND reserved_until > $2) AS "taken!""#,
            user.handle.as_str(),
            at(user.created_at),
        )
        .fetch_one(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(if handle_taken {
            UserInsertion::HandleTaken
        } else {
            UserInsertion::EmailTaken
        })
    }

    async fn lock(&mut self, id: UserId) -> Result<Option<User>, StorageError> {
        let row = sqlx::query_as!(
            LockedUserRow,
            r#"SELECT id, handle, display_name, bio, avatar_url, email, role,
                   suspended_at, language, created_at, version, email_verified_at
               FROM users WHERE id = $1 AND deleted_at IS NULL FOR UPDATE"#,
            id.as_str(),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(row.map(User::try_from).transpose()?)
    }

    async fn lock_by_handle(&mut self, handle: &Handle) -> Result<Option<User>, StorageError> {
        let row = sqlx::query_as!(
            LockedUserRow,
            r#"SELECT id, handle, display_name, bio, avatar_url, email, role,
                   suspended_at, language, created_at, version, email_verified_at
               FROM users WHERE handle = $1 AND deleted_at IS NULL FOR UPDATE"#,
            handle.as_str(),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(row.map(User::try_from).transpose()?)
    }

    async fn hold(&mut self, id: UserId) -> Result<bool, StorageError> {
        // KEY SHARE is the weakest lock that an erasure, which locks FOR UPDATE, has to wait for;
        // counters may change under it.
        let held = sqlx::query_scalar!(
            "SELECT id FROM users WHERE id = $1 AND deleted_at IS NULL FOR KEY SHARE",
            id.as_str(),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(held.is_some())
    }

    async fn rename(
        &mut self,
        id: UserId,
        from: &Handle,
        to: &Handle,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        self.rename_user(id, from, to, now)
            .await
            .map_err(storage_error)
    }

    async fn verify_email(&mut self, id: UserId, now: Timestamp) -> Result<(), StorageError> {
        sqlx::query!(
            "UPDATE users SET email_verified_at = $2 WHERE id = $1 AND deleted_at IS NULL",
            id.as_str(),
            at(now),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn update_profile(&mut self, user: &User) -> Result<(), StorageError> {
        sqlx::query!(
            "UPDATE users SET display_name = $2, bio = $3, avatar_url = $4, language = $5,
                 version = $6
             WHERE id = $1",
            user.id.as_str(),
            user.display_name.as_str(),
            user.bio.as_str(),
            user.avatar_url
                .as_ref()
                .map(thoughts_domain::accounts::AvatarUrl::as_str),
            user.settings.language.as_str(),
            version(user.version),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn update_standing(&mut self, user: &User, now: Timestamp) -> Result<(), StorageError> {
        sqlx::query!(
            "UPDATE users SET role = $2, suspended_at = $3, version = $4 WHERE id = $1",
            user.id.as_str(),
            user.role.as_str(),
            user.suspended_at.map(at),
            version(user.version),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        self.note_standing(user.id, now)
            .await
            .map_err(storage_error)
    }

    async fn view(&mut self, id: UserId) -> Result<Option<OwnAccountView>, StorageError> {
        let row = user_rows!("u.id = $2", None::<UserId>, id.as_str())
            .fetch_one(self.connection())
            .await
            .map_err(storage_error)?;
        Ok(row.own_account()?)
    }

    async fn resolve_handles(
        &mut self,
        handles: &[String],
        author: UserId,
        now: Timestamp,
    ) -> Result<Vec<Mentioned>, StorageError> {
        let rows = sqlx::query!(
            r#"WITH found AS MATERIALIZED (
                   SELECT owner.id, min(wanted.place) AS place
                   FROM unnest($1::text[]) WITH ORDINALITY AS wanted (handle, place)
                   CROSS JOIN LATERAL (
                       SELECT u.id FROM users u WHERE u.handle = wanted.handle
                       UNION ALL
                       SELECT f.user_id FROM former_handles f
                       WHERE f.handle = wanted.handle AND f.reserved_until > $2
                   ) AS owner
                   GROUP BY owner.id
               )
               SELECT u.id AS "id!", u.handle AS "handle!"
               FROM found CROSS JOIN LATERAL (
                   SELECT id, handle FROM users
                   WHERE id = found.id AND deleted_at IS NULL OFFSET 0
               ) AS u
               WHERE NOT EXISTS (
                   SELECT FROM hidden_by_block x WHERE x.viewer_id = $3 AND x.user_id = u.id)
               ORDER BY found.place"#,
            handles,
            at(now),
            author.as_str(),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let mentioned = rows.into_iter().map(|row| {
            Ok(Mentioned {
                id: UserId::from_storage(&row.id)?,
                handle: Handle::from_storage(row.handle)?,
            })
        });
        mentioned.collect()
    }

    async fn owners_of_handles(
        &mut self,
        handles: &[String],
        now: Timestamp,
    ) -> Result<Vec<(String, UserId)>, StorageError> {
        self.owners(handles, now).await
    }

    async fn erase(
        &mut self,
        id: UserId,
        name: &ErasedName,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let forgotten = self.forget_identities(id, now).await;
        forgotten.map_err(storage_error)?;
        self.erase_secrets_of(id).await.map_err(storage_error)?;
        self.anonymise(id, name, now).await.map_err(storage_error)?;
        self.note_standing(id, now).await.map_err(storage_error)
    }

    async fn remove(&mut self, id: UserId) -> Result<(), StorageError> {
        self.remove_user(id).await.map_err(storage_error)
    }
}
