//! Giving a user another role: a command of operators.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::{Handle, Role};
use thoughts_domain::ids::ModerationEntryId;
use thoughts_domain::moderation::{Action, Entry, Subject};

use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// Why the role is not changed.
#[derive(Debug, Error)]
pub enum ChangeRoleError {
    /// Nobody has the handle.
    #[error("there is no user of that handle")]
    NotFound,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Changes roles.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ChangeRole: Send + Sync {
    /// Gives the user the role: within two seconds on every replica, whatever his access tokens
    /// say. It is noted in the moderation log. Returns the old role; a role that he has already
    /// changes nothing.
    ///
    /// # Errors
    /// [`ChangeRoleError`].
    async fn execute(&self, handle: &Handle, role: Role) -> Result<Role, ChangeRoleError>;
}

/// [`ChangeRole`] over the ports.
pub struct ChangeRoleUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl ChangeRole for ChangeRoleUseCase {
    async fn execute(&self, handle: &Handle, role: Role) -> Result<Role, ChangeRoleError> {
        let mut work = self.store.begin().await?;
        let user = work.users().lock_by_handle(handle).await?;
        let mut user = user.ok_or(ChangeRoleError::NotFound)?;
        let old = user.role;
        if old != role {
            let now = self.clock.now();
            user.role = role;
            work.users().update_standing(&user, now).await?;
            work.moderation_log()
                .append(
                    &Entry {
                        id: ModerationEntryId::new(self.ids.next()),
                        at: now,
                        moderator: None,
                        action: Action::GiveRole(role),
                        subject: Subject::User(user.id),
                        reason: None,
                    },
                    user.id,
                )
                .await?;
            work.commit().await?;
        }
        Ok(old)
    }
}
