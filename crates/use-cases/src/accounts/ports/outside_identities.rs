//! Users whom an outside provider vouches for.

use std::time::Duration;

use async_trait::async_trait;
use thoughts_domain::accounts::{OutsideIdentity, Standing};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;

use crate::storage::StorageError;

/// How long it stays known that an identity was erased. A token that was issued before opens no
/// new account; providers' access tokens live for less than this.
pub const ERASED_IDENTITY_RETENTION: Duration = Duration::from_hours(30 * 24);

/// What stands behind an identity.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OutsideAccount {
    /// Nobody has come with it, or nobody remembers.
    Unknown,
    /// An account.
    Known(OutsideUser),
    /// An account that was erased then.
    Erased(Timestamp),
}

/// A user whom an outside provider vouches for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct OutsideUser {
    /// Who.
    pub user_id: UserId,
    /// What he may do: ours to say, not the provider's.
    pub standing: Standing,
}

/// Identities of users at outside providers, within a unit of work. An erased user's goes with
/// him: see [`super::UserRepository::erase`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait OutsideIdentityRepository: Send {
    /// Makes `identity` that of `user`. False, and the unit of work stays usable, when somebody
    /// has it, also somebody who got it at the same time; or when an account of it was erased at
    /// `issued_after` or later.
    ///
    /// # Errors
    /// Those of the storage.
    async fn link(
        &mut self,
        identity: &OutsideIdentity,
        user: UserId,
        issued_after: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StorageError>;
}
