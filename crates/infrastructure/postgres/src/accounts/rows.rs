//! Rows of users.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::accounts::{
    AvatarUrl, Bio, DisplayName, Email, Handle, Language, Role, Settings, User,
};
use thoughts_domain::ids::UserId;
use thoughts_use_cases::accounts::{OwnAccountView, UserSummary, UserView};

use crate::convert::{moment, number, present};

/// A user beside the head of the log; all but the head is null when there is none.
pub(super) struct UserRow {
    pub(super) position: i64,
    pub(super) epoch: String,
    pub(super) id: Option<String>,
    pub(super) handle: Option<String>,
    pub(super) display_name: Option<String>,
    pub(super) bio: Option<String>,
    pub(super) avatar_url: Option<String>,
    pub(super) email: Option<String>,
    pub(super) email_verified_at: Option<DateTime<Utc>>,
    pub(super) role: Option<String>,
    pub(super) suspended_at: Option<DateTime<Utc>>,
    pub(super) language: Option<String>,
    pub(super) created_at: Option<DateTime<Utc>>,
    pub(super) version: Option<i32>,
    pub(super) follower_count: Option<i64>,
    pub(super) following_count: Option<i64>,
    pub(super) post_count: Option<i64>,
}

impl UserRow {
    pub(super) fn profile(self) -> Result<Option<UserView>, Inconsistency> {
        let Some(id) = &self.id else { return Ok(None) };
        Ok(Some(UserView {
            summary: summary(
                id,
                present(self.handle, "users.handle")?,
                present(self.display_name, "users.display_name")?,
                self.avatar_url,
            )?,
            bio: present(self.bio, "users.bio")?,
            created_at: moment(present(self.created_at, "users.created_at")?),
            follower_count: number(
                self.follower_count.unwrap_or_default(),
                "users.follower_count",
            )?,
            following_count: number(
                self.following_count.unwrap_or_default(),
                "users.following_count",
            )?,
            post_count: number(self.post_count.unwrap_or_default(), "users.post_count")?,
            version: number(self.version.unwrap_or_default(), "users.version")?,
        }))
    }

    pub(super) fn own_account(mut self) -> Result<Option<OwnAccountView>, Inconsistency> {
        let (email, role, language) = (self.email.take(), self.role.take(), self.language.take());
        let suspended_at = self.suspended_at.map(moment);
        let email_verified = self.email_verified_at.is_some();
        let Some(profile) = self.profile()? else {
            return Ok(None);
        };
        Ok(Some(OwnAccountView {
            profile,
            email,
            email_verified,
            role: Role::from_storage(&present(role, "users.role")?)?,
            suspended_at,
            settings: Settings {
                language: Language::from_storage(&present(language, "users.language")?)?,
            },
        }))
    }
}

/// A user as shown beside what he wrote.
pub(crate) fn summary(
    id: &str,
    handle: String,
    display_name: String,
    avatar_url: Option<String>,
) -> Result<UserSummary, Inconsistency> {
    Ok(UserSummary {
        id: UserId::from_storage(id)?,
        handle,
        display_name,
        avatar_url,
    })
}

/// A live user to be changed.
pub(super) struct LockedUserRow {
    pub(super) id: String,
    pub(super) handle: String,
    pub(super) display_name: String,
    pub(super) bio: String,
    pub(super) avatar_url: Option<String>,
    pub(super) email: Option<String>,
    pub(super) email_verified_at: Option<DateTime<Utc>>,
    pub(super) role: String,
    pub(super) suspended_at: Option<DateTime<Utc>>,
    pub(super) language: String,
    pub(super) created_at: DateTime<Utc>,
    pub(super) version: i32,
}

impl TryFrom<LockedUserRow> for User {
    type Error = Inconsistency;

    fn try_from(row: LockedUserRow) -> Result<Self, Inconsistency> {
        Ok(Self {
            id: UserId::from_storage(&row.id)?,
            handle: Handle::from_storage(row.handle)?,
            display_name: DisplayName::from_storage(row.display_name)?,
            bio: Bio::from_storage(row.bio)?,
            avatar_url: row
                .avatar_url
                .as_deref()
                .map(AvatarUrl::from_storage)
                .transpose()?,
            email: row.email.map(Email::from_storage).transpose()?,
            email_verified_at: row.email_verified_at.map(moment),
            role: Role::from_storage(&row.role)?,
            suspended_at: row.suspended_at.map(moment),
            settings: Settings {
                language: Language::from_storage(&row.language)?,
            },
            created_at: moment(row.created_at),
            version: number(row.version, "users.version")?,
        })
    }
}

/// Every read of users for the viewer `$1`: the head of the log beside the rows of `$source`, which
/// names the table `u`, from one snapshot, without those whom a block hides from him. The head is
/// there even when no row is.
macro_rules! user_rows {
    ($source:tt, $viewer:expr $(, $argument:expr)*) => {
        sqlx::query_as!(
            $crate::accounts::rows::UserRow,
            r#"SELECT h.position AS "position!", h.epoch AS "epoch!", f.id AS "id?",
                   f.handle AS "handle?", f.display_name AS "display_name?", f.bio AS "bio?",
                   f.avatar_url AS "avatar_url?", f.email AS "email?",
                   f.email_verified_at AS "email_verified_at?", f.role AS "role?",
                   f.suspended_at AS "suspended_at?", f.language AS "language?", f.created_at AS "created_at?",
                   f.version AS "version?", f.follower_count AS "follower_count?",
                   f.following_count AS "following_count?", f.post_count AS "post_count?"
               FROM event_head h LEFT JOIN (
                   SELECT u.id, u.handle, u.display_name, u.bio, u.avatar_url, u.email, u.role,
                       u.suspended_at, u.email_verified_at, u.language, u.created_at, u.version, u.follower_count, u.following_count,
                       u.post_count
                   FROM users u WHERE u.deleted_at IS NULL AND ($1::text IS NULL OR NOT EXISTS (
                       SELECT FROM hidden_by_block x
                       WHERE x.viewer_id = $1 AND x.user_id = u.id
                   )) AND "# + $source + ") f ON true",
            $viewer.as_ref().map(thoughts_domain::ids::UserId::as_str) $(, $argument)*
        )
    };
}

pub(super) use user_rows;
