//! Opening an account for somebody else: a command of operators.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::{DisplayName, Email, Handle, Password, Role, Settings, User};
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{EventId, ModerationEntryId, UserId};
use thoughts_domain::moderation::{Action, Entry, Subject};

use super::{HashingError, PasswordHasher, UserInsertion};
use crate::events::{NewEvent, TraceParent};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// Whom to open it for.
#[derive(Clone, Debug)]
pub struct CreateUserCommand {
    /// By which others mention him.
    pub handle: Handle,
    /// Shown beside what he writes.
    pub display_name: DisplayName,
    /// Private.
    pub email: Email,
    /// What he may do.
    pub role: Role,
    /// Secret.
    pub password: Password,
}

/// Why it is not opened.
#[derive(Debug, Error)]
pub enum CreateUserError {
    /// Somebody has the handle.
    #[error("the handle is taken")]
    HandleTaken,
    /// Somebody has the address.
    #[error("the mail address is taken")]
    EmailTaken,
    /// The password was not hashed.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Opens accounts for others.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait CreateUser: Send + Sync {
    /// Opens an account that nobody is signed in to. A role above that of users is noted in the
    /// moderation log.
    ///
    /// # Errors
    /// [`CreateUserError`].
    async fn execute(&self, command: CreateUserCommand) -> Result<UserId, CreateUserError>;
}

/// [`CreateUser`] over the ports.
pub struct CreateUserUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Hashes the password.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl CreateUser for CreateUserUseCase {
    async fn execute(&self, command: CreateUserCommand) -> Result<UserId, CreateUserError> {
        let password = self.hasher.hash(&command.password).await?;
        let now = self.clock.now();
        let (mut user, event) = User::register(
            UserId::new(self.ids.next()),
            command.handle,
            command.display_name,
            command.email,
            Settings::default(),
            now,
        );
        user.role = command.role;
        let mut work = self.store.begin().await?;
        match work.users().insert(&user, Some(password)).await? {
            UserInsertion::Inserted => {}
            UserInsertion::HandleTaken => return Err(CreateUserError::HandleTaken),
            UserInsertion::EmailTaken => return Err(CreateUserError::EmailTaken),
        }
        if user.role > Role::User {
            work.moderation_log()
                .append(
                    &Entry {
                        id: ModerationEntryId::new(self.ids.next()),
                        at: now,
                        moderator: None,
                        action: Action::GiveRole(user.role),
                        subject: Subject::User(user.id),
                        reason: None,
                    },
                    user.id,
                )
                .await?;
        }
        work.outbox()
            .append(&NewEvent {
                id: EventId::new(self.ids.next()),
                event: DomainEvent::UserRegistered(event),
                occurred_at: now,
                trace: TraceParent::default(),
            })
            .await?;
        work.commit().await?;
        Ok(user.id)
    }
}
