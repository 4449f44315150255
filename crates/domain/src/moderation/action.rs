//! What a moderator did.

use std::str::FromStr;

use thiserror::Error;

use crate::Inconsistency;
use crate::accounts::Role;

/// What a moderator, or whoever runs the program, did.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Action {
    /// Suspended a user.
    SuspendUser,
    /// Let a user write again.
    UnsuspendUser,
    /// Gave a user that role.
    GiveRole(Role),
    /// Settled a report about it.
    ResolveReport,
    /// Hid a post or comment.
    Hide,
    /// Showed a hidden post or comment again.
    Unhide,
    /// Turned off the second factor of a user who had lost it.
    TurnOffSecondFactor,
}

/// Not the name of an action.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("is not an action")]
pub struct ActionError;

impl Action {
    /// Every action, in the order of the documentation.
    pub const ALL: [Self; 9] = [
        Self::SuspendUser,
        Self::UnsuspendUser,
        Self::GiveRole(Role::User),
        Self::GiveRole(Role::Moderator),
        Self::GiveRole(Role::Operator),
        Self::ResolveReport,
        Self::Hide,
        Self::Unhide,
        Self::TurnOffSecondFactor,
    ];

    /// The name, in `snake_case`: fixed for ever.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SuspendUser => "suspend_user",
            Self::UnsuspendUser => "unsuspend_user",
            Self::GiveRole(Role::User) => "give_role_user",
            Self::GiveRole(Role::Moderator) => "give_role_moderator",
            Self::GiveRole(Role::Operator) => "give_role_operator",
            Self::ResolveReport => "resolve_report",
            Self::Hide => "hide",
            Self::Unhide => "unhide",
            Self::TurnOffSecondFactor => "turn_off_second_factor",
        }
    }

    /// Whether those whom it is about may know of it: of reports they do not.
    #[must_use]
    pub const fn shows_to_owner(self) -> bool {
        !matches!(self, Self::ResolveReport)
    }

    /// Takes a stored name.
    pub fn from_storage(text: &str) -> Result<Self, Inconsistency> {
        text.parse()
            .map_err(|e: ActionError| Inconsistency::new("moderation_log.action", e.to_string()))
    }
}

impl FromStr for Action {
    type Err = ActionError;

    fn from_str(text: &str) -> Result<Self, ActionError> {
        Self::ALL
            .into_iter()
            .find(|action| action.as_str() == text)
            .ok_or(ActionError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for action in Action::ALL {
            assert_eq!(action.as_str().parse(), Ok(action));
        }
        assert_eq!("burn".parse::<Action>(), Err(ActionError));
    }
}
