//! Reads of this room: without a transaction, in a constant number of statements.

use async_trait::async_trait;
use thoughts_domain::accounts::{Email, Handle, OutsideIdentity, Standing};
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
    pub standing: Standing,
    /// The stored hash; none for an account without a password.
    pub password: Option<PasswordHash>,
}

/// Reads of accounts. Erased accounts are not there for any method.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait AccountQueries: Send + Sync {
    /// A public profile; always with the position, found or not. A block between the two hides it
    /// from `viewer`.
    ///
    /// # Errors
    /// Those of the storage.
    async fn profile(
        &self,
        id: UserId,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<UserView>>, StorageError>;

    /// A public profile by handle; otherwise as [`Self::profile`].
    ///
    /// # Errors
    /// Those of the storage.
    async fn profile_by_handle(
        &self,
        handle: &Handle,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<UserView>>, StorageError>;

    /// What the user is called now who gave up this handle less than
    /// [`thoughts_domain::accounts::HANDLE_RESERVATION`] before `now`, unless a block hides him from
    /// `viewer`.
    ///
    /// # Errors
    /// Those of the storage.
    async fn renamed(
        &self,
        former: &Handle,
        viewer: Option<UserId>,
        now: Timestamp,
    ) -> Result<Option<Handle>, StorageError>;

    /// All public profiles, newest first, without those that a block hides from `viewer`.
    ///
    /// # Errors
    /// Those of the storage.
    async fn profiles(
        &self,
        viewer: Option<UserId>,
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

/// That what a user may do has changed lately.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct StandingNote {
    /// Whose.
    pub user_id: UserId,
    /// What he may do now; none when the account is no longer there.
    pub standing: Option<Standing>,
    /// When it last changed.
    pub at: Timestamp,
}

/// The ledger of ended sessions and changed standings, by which replicas learn of what another
/// one did.
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

    /// The users whose standing is noted as changed at `since` or later, each once, with what he
    /// may do at the time of asking.
    ///
    /// # Errors
    /// Those of the storage.
    async fn noted_since(&self, since: Timestamp) -> Result<Vec<StandingNote>, StorageError>;

    /// What a user may do now; none when there is no such user, or when a session is named that is
    /// not there or not his.
    ///
    /// # Errors
    /// Those of the storage.
    async fn standing(
        &self,
        user: UserId,
        session: Option<SessionId>,
    ) -> Result<Option<Standing>, StorageError>;
}
