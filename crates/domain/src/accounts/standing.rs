//! What a user may do right now.

use super::Role;

/// What a user may do right now: his role, and whether he may write at all.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct Standing {
    /// What he may do beyond his own things.
    pub role: Role,
    /// He reads, exports, and may leave; he does not write.
    pub suspended: bool,
}

impl Standing {
    /// The standing of somebody with that role who is not suspended.
    #[must_use]
    pub const fn of(role: Role) -> Self {
        Self {
            role,
            suspended: false,
        }
    }

    /// Whether he may do what takes that role.
    #[must_use]
    pub fn acts_as(self, role: Role) -> bool {
        !self.suspended && self.role >= role
    }

    /// Whether he may moderate somebody with that role: only those below him.
    #[must_use]
    pub fn is_above(self, other: Role) -> bool {
        self.acts_as(Role::Moderator) && self.role > other
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moderators_stand_above_users_alone_and_operators_above_moderators() {
        let roles = [Role::User, Role::Moderator, Role::Operator];
        let above = |role| roles.map(|other| Standing::of(role).is_above(other));
        assert_eq!(above(Role::User), [false, false, false]);
        assert_eq!(above(Role::Moderator), [true, false, false]);
        assert_eq!(above(Role::Operator), [true, true, false]);
    }

    #[test]
    fn the_suspended_act_as_nobody() {
        let suspended = Standing {
            role: Role::Operator,
            suspended: true,
        };
        assert!(!suspended.acts_as(Role::User) && !suspended.is_above(Role::User));
        assert!(Standing::of(Role::Operator).acts_as(Role::Moderator));
    }
}
