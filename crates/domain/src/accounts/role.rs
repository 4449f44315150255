//! What a user may do beyond his own things.

use std::str::FromStr;

use thiserror::Error;

use crate::Inconsistency;

/// A user's role. Each includes those before it.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Role {
    /// Writes and reads.
    #[default]
    User,
    /// Also resolves reports and hides content.
    Moderator,
    /// Also speaks for the service.
    Operator,
}

/// Not the name of a role.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("is not a role: use user, moderator or operator")]
pub struct RoleError;

impl Role {
    /// The name, in lower case.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Moderator => "moderator",
            Self::Operator => "operator",
        }
    }

    /// Takes a stored role.
    pub fn from_storage(text: &str) -> Result<Self, Inconsistency> {
        text.parse()
            .map_err(|e: RoleError| Inconsistency::new("users.role", e.to_string()))
    }
}

impl FromStr for Role {
    type Err = RoleError;

    fn from_str(text: &str) -> Result<Self, RoleError> {
        [Self::User, Self::Moderator, Self::Operator]
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or(RoleError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_ranks_ascend() {
        for role in [Role::User, Role::Moderator, Role::Operator] {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert!(Role::User < Role::Moderator && Role::Moderator < Role::Operator);
        assert_eq!("root".parse::<Role>(), Err(RoleError));
    }
}
