//! Changing one's own password.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::{Password, TokenPurpose};
use thoughts_domain::ids::MailId;

use super::mailed_token::withdraw;
use super::{AccountQueries, Caller, HashingError, PasswordHasher, SessionWatch};
use crate::mail::{MailKind, MailService, NewMail};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// Whose password becomes which.
#[derive(Clone, Debug)]
pub struct ChangePasswordCommand {
    /// Whose.
    pub caller: Caller,
    /// The present one, as a proof that it is not somebody who found the device open.
    pub current: Password,
    /// The next one.
    pub next: Password,
}

/// Why it stays.
#[derive(Debug, Error)]
pub enum ChangePasswordError {
    /// The present password is another one, or there is none.
    #[error("the current password is wrong")]
    WrongPassword,
    /// The account has been erased.
    #[error("there is no such account")]
    NotFound,
    /// A password was not hashed.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Changes passwords.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ChangePassword: Send + Sync {
    /// Changes the caller's password and ends all of his other sessions: here at once, on every
    /// other replica within two seconds. A mail that would reset the password does so no longer,
    /// and another one tells him of the change.
    ///
    /// # Errors
    /// [`ChangePasswordError`].
    async fn execute(&self, command: ChangePasswordCommand) -> Result<(), ChangePasswordError>;
}

/// [`ChangePassword`] over the ports.
pub struct ChangePasswordUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Finds the stored hash.
    pub accounts: Arc<dyn AccountQueries>,
    /// Compares and hashes passwords.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Learns of the ended sessions at once.
    pub watch: Arc<SessionWatch>,
    /// Whether mails can be sent.
    pub mail: MailService,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl ChangePassword for ChangePasswordUseCase {
    async fn execute(&self, command: ChangePasswordCommand) -> Result<(), ChangePasswordError> {
        let ChangePasswordCommand {
            caller,
            current,
            next,
        } = command;
        let id = caller.user_id;
        // Before the transaction: hashing takes long and needs no connection.
        let present = self.accounts.password(id).await?;
        // An account that an outside provider vouches for may have none: no password is its.
        let genuine = self.hasher.verify(&current, present.clone()).await?;
        let Some(present) = present.filter(|_| genuine) else {
            return Err(ChangePasswordError::WrongPassword);
        };
        let next = self.hasher.hash(&next).await?;

        let now = self.clock.now();
        let mut work = self.store.begin().await?;
        let user = work.users().lock(id).await?;
        let user = user.ok_or(ChangePasswordError::NotFound)?;
        // Of two who change it at once, the second no longer knows the present one.
        if !work.passwords().replace(id, &present, &next).await? {
            return Err(ChangePasswordError::WrongPassword);
        }
        let ended = work.sessions().end_all(id, caller.session_id, now).await?;
        withdraw(&mut *work, &user, TokenPurpose::ResetPassword).await?;
        if self.mail == MailService::On {
            work.mails()
                .enqueue(&NewMail {
                    id: MailId::new(self.ids.next()),
                    kind: MailKind::PasswordChanged,
                    user_id: id,
                    created_at: now,
                })
                .await?;
        }
        work.commit().await?;
        for session in ended {
            self.watch.note_ended(session, now);
        }
        Ok(())
    }
}
