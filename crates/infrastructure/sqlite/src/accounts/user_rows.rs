//! A whole user, as the owner and units of work see him.

use sqlx::SqliteExecutor;
use thoughts_domain::Inconsistency;
use thoughts_domain::accounts::{
    AvatarUrl, Bio, DisplayName, Email, Handle, Language, Role, Settings, User,
};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{OwnAccountView, UserSummary, UserView};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{count, moment, version};
use crate::errors::failure;
use crate::snapshot::{Snapshot, snapshot_row};

/// A live user with everything but the password.
pub(super) struct UserRow {
    epoch: String,
    position: i64,
    follows: bool,
    id: Option<String>,
    handle: String,
    display_name: String,
    bio: String,
    avatar_url: Option<String>,
    email: Option<String>,
    email_verified_at: Option<i64>,
    role: String,
    suspended_at: Option<i64>,
    language: String,
    created_at: i64,
    version: i64,
    follower_count: i64,
    following_count: i64,
    post_count: i64,
}

snapshot_row!(UserRow);

/// Reads a live user by id.
pub(super) async fn by_id(
    executor: impl SqliteExecutor<'_>,
    id: UserId,
) -> Result<Snapshot<UserRow>, StorageError> {
    by(executor, Some(id.as_str()), None).await
}

/// Reads a live user by handle.
pub(super) async fn by_handle(
    executor: impl SqliteExecutor<'_>,
    handle: &Handle,
) -> Result<Snapshot<UserRow>, StorageError> {
    by(executor, None, Some(handle.as_str())).await
}

async fn by(
    executor: impl SqliteExecutor<'_>,
    id: Option<&str>,
    handle: Option<&str>,
) -> Result<Snapshot<UserRow>, StorageError> {
    // Two lookups, of which one finds nothing: cheaper to keep right than two statements.
    let rows = sqlx::query_as!(
        UserRow,
        r#"SELECT h.epoch AS "epoch!: String", h.position AS "position!: i64",
            FALSE AS "follows!: bool", u.id AS "id?: String",
            coalesce(u.handle, '') AS "handle!: String",
            coalesce(u.display_name, '') AS "display_name!: String",
            coalesce(u.bio, '') AS "bio!: String", u.avatar_url AS "avatar_url?: String",
            u.email AS "email?: String",
            u.email_verified_at AS "email_verified_at?: i64", coalesce(u.role, '') AS "role!: String",
            u.suspended_at AS "suspended_at?: i64",
            coalesce(u.language, '') AS "language!: String",
            coalesce(u.created_at, 0) AS "created_at!: i64",
            coalesce(u.version, 0) AS "version!: i64",
            coalesce(u.follower_count, 0) AS "follower_count!: i64",
            coalesce(u.following_count, 0) AS "following_count!: i64",
            coalesce(u.post_count, 0) AS "post_count!: i64"
        FROM event_head h
        LEFT JOIN users u ON u.rowid = coalesce(
            (SELECT rowid FROM users WHERE id = ?1), (SELECT rowid FROM users WHERE handle = ?2)
        ) AND u.deleted_at IS NULL"#,
        id,
        handle
    )
    .fetch_all(executor)
    .await
    .map_err(failure)?;
    Snapshot::of(rows)
}

impl UserRow {
    /// The aggregate.
    pub(super) fn user(self) -> Result<User, Inconsistency> {
        Ok(User {
            id: UserId::from_storage(&self.id.unwrap_or_default())?,
            handle: Handle::from_storage(self.handle)?,
            display_name: DisplayName::from_storage(self.display_name)?,
            bio: Bio::from_storage(self.bio)?,
            avatar_url: self
                .avatar_url
                .as_deref()
                .map(AvatarUrl::from_storage)
                .transpose()?,
            email: self.email.map(Email::from_storage).transpose()?,
            email_verified_at: moment(self.email_verified_at),
            role: Role::from_storage(&self.role)?,
            suspended_at: moment(self.suspended_at),
            settings: Settings {
                language: Language::from_storage(&self.language)?,
            },
            created_at: Timestamp::from_micros(self.created_at),
            version: version("users.version", self.version)?,
        })
    }

    /// The owner's view.
    pub(super) fn own_view(self) -> Result<OwnAccountView, Inconsistency> {
        Ok(OwnAccountView {
            profile: UserView {
                summary: UserSummary {
                    id: UserId::from_storage(&self.id.unwrap_or_default())?,
                    handle: self.handle,
                    display_name: self.display_name,
                    avatar_url: self.avatar_url,
                },
                bio: self.bio,
                created_at: Timestamp::from_micros(self.created_at),
                follower_count: count("users.follower_count", self.follower_count)?,
                following_count: count("users.following_count", self.following_count)?,
                post_count: count("users.post_count", self.post_count)?,
                version: version("users.version", self.version)?,
            },
            email: self.email,
            email_verified: self.email_verified_at.is_some(),
            role: Role::from_storage(&self.role)?,
            suspended_at: moment(self.suspended_at),
            settings: Settings {
                language: Language::from_storage(&self.language)?,
            },
        })
    }
}
