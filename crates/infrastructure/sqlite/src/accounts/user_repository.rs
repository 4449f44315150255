//! Users within a unit of work. The writer holds the whole file: to read is to lock.

use async_trait::async_trait;
use sqlx::SqliteConnection;
use thoughts_domain::accounts::{AvatarUrl, Email, Handle, User};
use thoughts_domain::ids::UserId;
use thoughts_domain::posts::Mentioned;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{
    ErasedName, OwnAccountView, PasswordHash, UserInsertion, UserRepository, UserSummary,
};
use thoughts_use_cases::storage::StorageError;

use super::{erasure, handles, ledger, outside_identities, user_rows};
use crate::convert::json_names;
use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

#[async_trait]
impl UserRepository for SqliteUnitOfWork {
    async fn insert(
        &mut self,
        user: &User,
        password: Option<PasswordHash>,
    ) -> Result<UserInsertion, StorageError> {
        let (id, handle) = (user.id.as_str(), user.handle.as_str());
        let email = user.email.as_ref().map(Email::as_str);
        let (display_name, bio) = (user.display_name.as_str(), user.bio.as_str());
        let avatar_url = user.avatar_url.as_ref().map(AvatarUrl::as_str);
        let (password, role) = (
            password.as_ref().map(PasswordHash::as_str),
            user.role.as_str(),
        );
        let language = user.settings.language.as_str();
        let created_at = user.created_at.as_micros();
        let verified_at = user.email_verified_at.map(Timestamp::as_micros);
        let inserted = sqlx::query!(
            "INSERT INTO users (id, handle, display_name, bio, avatar_url, email, password_hash,
                role, language, created_at, version, email_verified_at)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12
            WHERE NOT EXISTS (SELECT 1 FROM former_handles
                WHERE handle = ?2 AND reserved_until > ?10)
            ON CONFLICT (handle) DO NOTHING ON CONFLICT (email) DO NOTHING",
            id,
            handle,
            display_name,
            bio,
            avatar_url,
            email,
            password,
            role,
            language,
            created_at,
            user.version,
            verified_at
        )
        .execute(self.connection())
        .await
        .map_err(failure)?
        .rows_affected();
        if inserted > 0 {
            return Ok(UserInsertion::Inserted);
        }
        let handle_taken = sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT 1 FROM users WHERE handle = ?1)
                OR EXISTS (SELECT 1 FROM former_handles
                    WHERE handle = ?1 AND reserved_until > ?2) AS "taken!: bool""#,
            handle,
            created_at
        )
        .fetch_one(self.connection())
        .await
        .map_err(failure)?;
        Ok(if handle_taken {
            UserInsertion::HandleTaken
        } else {
            UserInsertion::EmailTaken
        })
    }

    async fn lock(&mut self, id: UserId) -> Result<Option<User>, StorageError> {
        let mut read = user_rows::by_id(self.connection(), id).await?;
        Ok(read.found.pop().map(user_rows::UserRow::user).transpose()?)
    }

    async fn lock_by_handle(&mut self, handle: &Handle) -> Result<Option<User>, StorageError> {
        let mut read = user_rows::by_handle(self.connection(), handle).await?;
        Ok(read.found.pop().map(user_rows::UserRow::user).transpose()?)
    }

    async fn hold(&mut self, id: UserId) -> Result<bool, StorageError> {
        let id = id.as_str();
        sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT 1 FROM users WHERE id = ? AND deleted_at IS NULL)
                AS "there!: bool""#,
            id
        )
        .fetch_one(self.connection())
        .await
        .map_err(failure)
    }

    async fn rename(
        &mut self,
        id: UserId,
        from: &Handle,
        to: &Handle,
        now: Timestamp,
    ) -> Result<bool, StorageError> {
        handles::rename(self.connection(), id, from, to, now).await
    }

    async fn verify_email(&mut self, id: UserId, now: Timestamp) -> Result<(), StorageError> {
        let (id, now) = (id.as_str(), now.as_micros());
        sqlx::query!(
            "UPDATE users SET email_verified_at = ? WHERE id = ? AND deleted_at IS NULL",
            now,
            id
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn update_profile(&mut self, user: &User) -> Result<(), StorageError> {
        let (id, display_name) = (user.id.as_str(), user.display_name.as_str());
        let bio = user.bio.as_str();
        let avatar_url = user.avatar_url.as_ref().map(AvatarUrl::as_str);
        let language = user.settings.language.as_str();
        sqlx::query!(
            "UPDATE users SET display_name = ?, bio = ?, avatar_url = ?, language = ?, version = ?
            WHERE id = ? AND deleted_at IS NULL",
            display_name,
            bio,
            avatar_url,
            language,
            user.version,
            id
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn update_standing(&mut self, user: &User, now: Timestamp) -> Result<(), StorageError> {
        let (id, role) = (user.id.as_str(), user.role.as_str());
        let suspended_at = user.suspended_at.map(Timestamp::as_micros);
        sqlx::query!(
            "UPDATE users SET role = ?, suspended_at = ?, version = ?
            WHERE id = ? AND deleted_at IS NULL",
            role,
            suspended_at,
            user.version,
            id
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        ledger::note_standing(self.connection(), user.id, now).await
    }

    async fn view(&mut self, id: UserId) -> Result<Option<OwnAccountView>, StorageError> {
        let mut read = user_rows::by_id(self.connection(), id).await?;
        let found = read.found.pop();
        Ok(found.map(user_rows::UserRow::own_view).transpose()?)
    }

    async fn resolve_handles(
        &mut self,
        handles: &[String],
        author: UserId,
        now: Timestamp,
    ) -> Result<Vec<Mentioned>, StorageError> {
        let handles = json_names(handles.iter().map(String::as_str));
        let (author, now) = (author.as_str(), now.as_micros());
        let rows = sqlx::query!(
            r#"WITH found AS (
                SELECT u.id AS id, wanted.key AS place
                FROM json_each(?1) wanted JOIN users u ON u.handle = wanted.value
                UNION ALL
                SELECT f.user_id, wanted.key
                FROM json_each(?1) wanted JOIN former_handles f ON f.handle = wanted.value
                WHERE f.reserved_until > ?2
            )
            SELECT u.id AS "id!: String", u.handle AS "handle!: String"
            FROM (SELECT id, min(place) AS place FROM found GROUP BY id) placed
            JOIN users u ON u.id = placed.id
            WHERE u.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM hidden_by_block x
                WHERE x.viewer_id = ?3 AND x.user_id = u.id)
            ORDER BY placed.place"#,
            handles,
            now,
            author
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        rows.into_iter()
            .map(|row| {
                Ok(Mentioned {
                    id: UserId::from_storage(&row.id)?,
                    handle: Handle::from_storage(row.handle)?,
                })
            })
            .collect()
    }

    async fn owners_of_handles(
        &mut self,
        handles: &[String],
        now: Timestamp,
    ) -> Result<Vec<(String, UserId)>, StorageError> {
        handles::owners(self.connection(), handles, now).await
    }

    async fn erase(
        &mut self,
        id: UserId,
        name: &ErasedName,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        outside_identities::forget(self.connection(), id, now).await?;
        erasure::secrets(self.connection(), id).await?;
        erasure::anonymise(self.connection(), id, name, now).await?;
        ledger::note_standing(self.connection(), id, now).await
    }

    async fn remove(&mut self, id: UserId) -> Result<(), StorageError> {
        erasure::remove(self.connection(), id).await
    }
}

/// A live user, as shown beside what he wrote.
pub(crate) async fn summary(
    connection: &mut SqliteConnection,
    id: UserId,
) -> Result<Option<UserSummary>, StorageError> {
    let text = id.as_str();
    let row = sqlx::query!(
        r#"SELECT handle AS "handle!", display_name AS "display_name!", avatar_url
        FROM users WHERE id = ? AND deleted_at IS NULL"#,
        text
    )
    .fetch_optional(connection)
    .await
    .map_err(failure)?;
    Ok(row.map(|row| UserSummary {
        id,
        handle: row.handle,
        display_name: row.display_name,
        avatar_url: row.avatar_url,
    }))
}
