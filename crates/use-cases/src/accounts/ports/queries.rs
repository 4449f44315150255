//! Reads of this room: without a transaction, in a constant number of statements.

use async_trait::async_trait;
use thoughts_domain::accounts::{Email, Handle, OutsideIdentity, Role};
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;

use super::{OutsideAccount, PasswordHash};
use crate::accounts::{OwnAccountView, SessionView, UserView};
use crate::events::Positioned;
use crate::paging::{Page, PageRequest, TimeKey};
use crate::storage::StorageError;

/// How somebody names himself at login.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Login {
    /// By handle.
    Handle(Handle),
    /// By mail address.
    Email(Email),
}

/// What a login is checked against.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Credentials {
    /// Whose they are.
    pub user_id: UserId,
    /// What he may do.
    pub role: Role,
    /// The stored hash; none for an account without a password.
    pub password: Option<PasswordHash>,
}

/// Reads of accounts. Erased accounts are not there for any method.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AccountQueries: Send + Sync {
    /// A public profile; always with the position, found or not.
    ///
    /// # Errors
    /// Those of the storage.
    async fn profile(&self, id: UserId) -> Result<Positioned<Option<UserView>>, StorageError>;

    /// A public profile by handle.
    ///
    /// # Errors
    /// Those of the storage.
    async fn profile_by_handle(
        &self,
        handle: &Handle,
    ) -> Result<Positioned<Option<UserView>>, StorageError>;

    /// All public profiles, newest first.
    ///
    /// # Errors
    /// Those of the storage.
    async fn profiles(
        &self,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<UserView, TimeKey>>, StorageError>;

    /// The owner's view of an account.
    ///
    /// # Errors
    /// Those of the storage.
    async fn own_account(
        &self,
        id: UserId,
    ) -> Result<Positioned<Option<OwnAccountView>>, StorageError>;

    /// What a login is checked against.
    ///
    /// # Errors
    /// Those of the storage.
    async fn credentials(&self, login: &Login) -> Result<Option<Credentials>, StorageError>;

    /// The stored password of a user; none, too, when he has none.
    ///
    /// # Errors
    /// Those of the storage.
    async fn password(&self, id: UserId) -> Result<Option<PasswordHash>, StorageError>;

    /// The account of somebody whom an outside provider vouches for.
    ///
    /// # Errors
    /// Those of the storage.
    async fn outside_account(
        &self,
        identity: &OutsideIdentity,
    ) -> Result<OutsideAccount, StorageError>;

    /// The sessions of a user that have not expired at `now`, newest first.
    ///
    /// # Errors
    /// Those of the storage.
    async fn sessions(
        &self,
        user: UserId,
        page: &PageRequest<TimeKey>,
        now: Timestamp,
    ) -> Result<Positioned<Page<SessionView, TimeKey>>, StorageError>;
}

/// The ledger of ended sessions, by which replicas learn of what another one ended.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SessionLedger: Send + Sync {
    /// The sessions whose end is noted at `since` or later, with the time of the note.
    ///
    /// # Errors
    /// Those of the storage.
    async fn ended_since(
        &self,
        since: Timestamp,
    ) -> Result<Vec<(SessionId, Timestamp)>, StorageError>;

    /// Whether a session is there and has not ended.
    ///
    /// # Errors
    /// Those of the storage.
    async fn is_live(&self, id: SessionId) -> Result<bool, StorageError>;
}
