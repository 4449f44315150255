//! Giving a user another role: a command of operators.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::{Handle, Role};

use crate::storage::{StorageError, Store};
use crate::system::Clock;

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
    /// Gives the user the role and ends all of his sessions, because their access tokens still
    /// name the old one. Returns the old role; a role that he has already changes nothing.
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
}

#[async_trait]
impl ChangeRole for ChangeRoleUseCase {
    async fn execute(&self, handle: &Handle, role: Role) -> Result<Role, ChangeRoleError> {
        let mut work = self.store.begin().await?;
        let user = work.users().lock_by_handle(handle).await?;
        let user = user.ok_or(ChangeRoleError::NotFound)?;
        if user.role != role {
            work.users().set_role(user.id, role).await?;
            work.sessions()
                .end_all(user.id, None, self.clock.now())
                .await?;
            work.commit().await?;
        }
        Ok(user.role)
    }
}
