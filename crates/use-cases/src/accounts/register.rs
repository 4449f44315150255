//! Opening an account.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::{
    DisplayName, Email, Handle, Language, Password, Session, Settings, User,
};
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{EventId, MailId, SessionId, UserId};

use super::{
    AccessClaims, AccessTokenError, AccessTokens, HashingError, OwnAccountView, PasswordHasher,
    RefreshTokens, SessionTokens, SignedIn, UserInsertion,
};
use crate::events::{NewEvent, TraceParent};
use crate::mail::{MailKind, MailService, NewMail};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// What a newcomer says.
#[derive(Clone, Debug)]
pub struct RegisterCommand {
    /// By which others mention him.
    pub handle: Handle,
    /// Shown beside what he writes.
    pub display_name: DisplayName,
    /// Private.
    pub email: Email,
    /// Secret.
    pub password: Password,
    /// In which language mails are wanted.
    pub language: Language,
    /// The device.
    pub user_agent: Option<String>,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why an account is not opened.
#[derive(Debug, Error)]
pub enum RegisterError {
    /// Somebody has the handle.
    #[error("the handle is taken")]
    HandleTaken,
    /// Somebody has the address.
    #[error("the mail address is taken")]
    EmailTaken,
    /// The password was not hashed.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// No token was signed.
    #[error(transparent)]
    Token(#[from] AccessTokenError),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Opens an account and signs its owner in.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Register: Send + Sync {
    /// Opens an account and its first session, and puts the mail that verifies the address into
    /// the queue.
    ///
    /// # Errors
    /// [`RegisterError`].
    async fn execute(&self, command: RegisterCommand) -> Result<SignedIn, RegisterError>;
}

/// [`Register`] over the ports.
pub struct RegisterUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Hashes the password.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Signs the access token.
    pub access_tokens: Arc<dyn AccessTokens>,
    /// Makes the refresh token.
    pub refresh_tokens: Arc<dyn RefreshTokens>,
    /// Whether mails can be sent.
    pub mail: MailService,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl Register for RegisterUseCase {
    async fn execute(&self, command: RegisterCommand) -> Result<SignedIn, RegisterError> {
        // Before the transaction: hashing takes long and needs no connection.
        let password = self.hasher.hash(&command.password).await?;
        let now = self.clock.now();
        let (user, event) = User::register(
            UserId::new(self.ids.next()),
            command.handle,
            command.display_name,
            command.email,
            Settings {
                language: command.language,
            },
            now,
        );
        let session_id = SessionId::new(self.ids.next());
        let session = Session::open(session_id, user.id, command.user_agent.as_deref(), now);
        let refresh_token = self.refresh_tokens.generate();
        let account = OwnAccountView::of_new(&user);
        let claims = AccessClaims {
            user_id: user.id,
            session_id,
            standing: user.standing(),
        };
        let hash = self.refresh_tokens.hash(&refresh_token);
        let tokens = SessionTokens::issue(&self.access_tokens, &claims, refresh_token, now)?;

        let mut work = self.store.begin().await?;
        match work.users().insert(&user, Some(password)).await? {
            UserInsertion::Inserted => {}
            UserInsertion::HandleTaken => return Err(RegisterError::HandleTaken),
            UserInsertion::EmailTaken => return Err(RegisterError::EmailTaken),
        }
        work.sessions().open(&session, &hash).await?;
        work.outbox()
            .append(&NewEvent {
                id: EventId::new(self.ids.next()),
                event: DomainEvent::UserRegistered(event),
                occurred_at: now,
                trace: command.trace,
            })
            .await?;
        if self.mail == MailService::On {
            work.mails()
                .enqueue(&NewMail {
                    id: MailId::new(self.ids.next()),
                    kind: MailKind::VerifyEmail,
                    user_id: user.id,
                    created_at: now,
                })
                .await?;
        }
        work.commit().await?;
        Ok(SignedIn { account, tokens })
    }
}
