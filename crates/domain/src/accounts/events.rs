//! What happened to an account.

use std::str::FromStr;

use super::User;
use crate::Inconsistency;
use crate::ids::UserId;

/// An account was opened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UserRegistered {
    /// The user as registered.
    pub user: User,
}

/// A profile was changed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UserProfileChanged {
    /// The user after the change.
    pub user: User,
}

/// What becomes of a deleted account's posts and comments.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum ContentRemoval {
    /// They go with it.
    #[default]
    Delete,
    /// They stay, under an author who is nobody.
    Anonymise,
}

impl ContentRemoval {
    /// `delete` or `anonymise`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Delete => "delete",
            Self::Anonymise => "anonymise",
        }
    }

    /// Takes a stored choice.
    ///
    /// # Errors
    /// [`Inconsistency`] for any other text.
    pub fn from_storage(text: &str) -> Result<Self, Inconsistency> {
        text.parse()
            .map_err(|()| Inconsistency::new("erasures.content", "is neither delete nor anonymise"))
    }
}

impl FromStr for ContentRemoval {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "delete" => Ok(Self::Delete),
            "anonymise" => Ok(Self::Anonymise),
            _ => Err(()),
        }
    }
}

/// An account was closed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UserDeleted {
    /// Who it was.
    pub user_id: UserId,
    /// The version after the last.
    pub version: u32,
    /// What became of the content.
    pub content: ContentRemoval,
}

/// A user was suspended: he no longer writes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UserSuspended {
    /// Who.
    pub user_id: UserId,
    /// The version after it.
    pub version: u32,
    /// The moderator; none for whoever runs the program.
    pub by: Option<UserId>,
}

/// A user is no longer suspended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct UserUnsuspended {
    /// Who.
    pub user_id: UserId,
    /// The version after it.
    pub version: u32,
    /// The moderator; none for whoever runs the program.
    pub by: Option<UserId>,
}
