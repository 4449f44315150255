//! Who moderates, and whom.

use thoughts_domain::accounts::{Handle, Role, User};
use thoughts_domain::ids::UserId;

use crate::accounts::Caller;
use crate::storage::{StorageError, UnitOfWork};

/// Who moderates.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Authority {
    /// Whoever runs the program: everything is allowed to him, and he is no user.
    Program,
    /// A user, as far as his role goes.
    Caller(Caller),
}

impl Authority {
    /// The user, when it is one.
    #[must_use]
    pub const fn user_id(&self) -> Option<UserId> {
        match self {
            Self::Program => None,
            Self::Caller(caller) => Some(caller.user_id),
        }
    }

    /// Whether it reaches over somebody with that role: moderators over users, operators over
    /// moderators, nobody over his equals.
    #[must_use]
    pub fn is_above(&self, role: Role) -> bool {
        match self {
            Self::Program => true,
            Self::Caller(caller) => caller.standing.is_above(role),
        }
    }
}

/// Whom it is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Whom {
    /// By id, as clients name users.
    Id(UserId),
    /// By handle, as people do.
    Handle(Handle),
}

impl Whom {
    /// Reads the user and locks him until the unit of work ends.
    pub(crate) async fn lock(
        &self,
        work: &mut dyn UnitOfWork,
    ) -> Result<Option<User>, StorageError> {
        match self {
            Self::Id(id) => work.users().lock(*id).await,
            Self::Handle(handle) => work.users().lock_by_handle(handle).await,
        }
    }
}
