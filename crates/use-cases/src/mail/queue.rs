//! The queue of mails.

use async_trait::async_trait;
use thoughts_domain::accounts::Email;
use thoughts_domain::ids::{MailId, UserId};
use thoughts_domain::time::Timestamp;

use super::{ClaimedMail, MailKind, NewMail};
use crate::storage::StorageError;

/// The queue of mails within a unit of work.
///
/// Somebody who has forgotten his password names an address that may be nobody's. That is only
/// noted, in the same way for all; who it is, is looked up later, when nobody waits for an answer.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait MailRepository: Send {
    /// Puts a mail to a live user into the queue, to be sent at once. It takes the place of one of
    /// its kind that still waits for him. A user without an address gets none.
    ///
    /// # Errors
    /// Those of the storage.
    async fn enqueue(&mut self, mail: &NewMail) -> Result<(), StorageError>;

    /// Takes a kind of mail to a user out of the queue.
    ///
    /// # Errors
    /// Those of the storage.
    async fn withdraw(&mut self, user: UserId, kind: MailKind) -> Result<(), StorageError>;

    /// Takes the mail that has been due at `now` for longest, and keeps others from taking it
    /// until `until`; none when none is due. Units of work at once take different ones.
    ///
    /// # Errors
    /// Those of the storage.
    async fn claim(
        &mut self,
        now: Timestamp,
        until: Timestamp,
    ) -> Result<Option<ClaimedMail>, StorageError>;

    /// Whether a mail is still in the queue: it may have been withdrawn, or another may have taken
    /// its place, since it was claimed.
    ///
    /// # Errors
    /// Those of the storage.
    async fn is_waiting(&mut self, id: MailId) -> Result<bool, StorageError>;

    /// Removes a mail that was sent or given up.
    ///
    /// # Errors
    /// Those of the storage.
    async fn remove(&mut self, id: MailId) -> Result<(), StorageError>;

    /// Puts off a mail until `until`.
    ///
    /// # Errors
    /// Those of the storage.
    async fn postpone(&mut self, id: MailId, until: Timestamp) -> Result<(), StorageError>;

    /// Notes that somebody has forgotten the password of the account with this address, if there
    /// is one.
    ///
    /// # Errors
    /// Those of the storage.
    async fn note_forgotten(
        &mut self,
        id: MailId,
        email: &Email,
        now: Timestamp,
    ) -> Result<(), StorageError>;

    /// Takes up to `limit` of these notes, the oldest first. Units of work at once take different
    /// ones.
    ///
    /// # Errors
    /// Those of the storage.
    async fn take_forgotten(&mut self, limit: u32) -> Result<Vec<Email>, StorageError>;
}

/// How the queue is, without a unit of work.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait MailQueries: Send + Sync {
    /// Whether there is anything to do at `now`: a mail that is due, or a note of a forgotten
    /// password.
    ///
    /// # Errors
    /// Those of the storage.
    async fn is_due(&self, now: Timestamp) -> Result<bool, StorageError>;

    /// How many mails wait, for metrics.
    ///
    /// # Errors
    /// Those of the storage.
    async fn waiting(&self) -> Result<u64, StorageError>;
}
