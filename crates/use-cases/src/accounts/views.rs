//! What readers of accounts get.

use thoughts_domain::accounts::{Role, Settings, Standing, User};
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;

/// A user as shown beside what he wrote.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UserSummary {
    /// Who.
    pub id: UserId,
    /// Without `@`.
    pub handle: String,
    /// The name to show.
    pub display_name: String,
    /// The picture.
    pub avatar_url: Option<String>,
}

/// A public profile.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UserView {
    /// Who.
    pub summary: UserSummary,
    /// A few words; may be empty.
    pub bio: String,
    /// When the account was made.
    pub created_at: Timestamp,
    /// How many follow the user.
    pub follower_count: u64,
    /// How many the user follows.
    pub following_count: u64,
    /// How many posts the user has.
    pub post_count: u64,
    /// Counts changes of the profile.
    pub version: u32,
}

/// What only the owner sees of an account.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OwnAccountView {
    /// What everybody sees.
    pub profile: UserView,
    /// The address; an account that an outside provider vouches for may have none.
    pub email: Option<String>,
    /// Whether it is known to be the user's own.
    pub email_verified: bool,
    /// What the user may do.
    pub role: Role,
    /// Since when he may not write.
    pub suspended_at: Option<Timestamp>,
    /// What the user has set.
    pub settings: Settings,
}

impl OwnAccountView {
    /// The view of an account that was opened just now.
    #[must_use]
    pub fn of_new(user: &User) -> Self {
        Self {
            profile: UserView {
                summary: UserSummary {
                    id: user.id,
                    handle: user.handle.as_str().to_owned(),
                    display_name: user.display_name.as_str().to_owned(),
                    avatar_url: user.avatar_url.as_ref().map(|url| url.as_str().to_owned()),
                },
                bio: user.bio.as_str().to_owned(),
                created_at: user.created_at,
                follower_count: 0,
                following_count: 0,
                post_count: 0,
                version: user.version,
            },
            email: user.email.as_ref().map(|email| email.as_str().to_owned()),
            email_verified: user.email_verified_at.is_some(),
            role: user.role,
            suspended_at: user.suspended_at,
            settings: user.settings,
        }
    }

    /// What the user may do right now.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        Standing {
            role: self.role,
            suspended: self.suspended_at.is_some(),
        }
    }
}

/// A device that is logged in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SessionView {
    /// Which.
    pub id: SessionId,
    /// What it called itself at login.
    pub user_agent: Option<String>,
    /// When it logged in.
    pub created_at: Timestamp,
    /// When it last got a token.
    pub last_used_at: Timestamp,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
}
