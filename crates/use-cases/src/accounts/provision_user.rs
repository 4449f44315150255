//! Opening an account for somebody whom an outside provider vouches for.

use std::sync::Arc;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::{DisplayName, Handle, User};
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{EventId, UserId};

use super::{
    AccountQueries, OUTSIDE_CLOCK_SKEW, OutsideAccount, OutsideClaims, OutsideUser, UserInsertion,
};
use crate::events::{NewEvent, TraceParent};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// How many handles are tried: the wanted one, then that with a random end.
const ATTEMPTS: usize = 5;

/// Why an account is not opened.
#[derive(Debug, Error)]
pub enum ProvisionUserError {
    /// The identity's account was erased after the token was issued.
    #[error("the account was erased")]
    Erased,
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Opens accounts on first sight.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ProvisionUser: Send + Sync {
    /// Opens an account for the identity, or tells the one that somebody opened meanwhile. A mail
    /// address never leads to an account that is there: one that somebody has is left out.
    ///
    /// # Errors
    /// [`ProvisionUserError`].
    async fn execute(&self, claims: &OutsideClaims) -> Result<OutsideUser, ProvisionUserError>;
}

/// [`ProvisionUser`] over the ports.
pub struct ProvisionUserUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Finds whom another replica has provisioned meanwhile.
    pub accounts: Arc<dyn AccountQueries>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl ProvisionUser for ProvisionUserUseCase {
    async fn execute(&self, claims: &OutsideClaims) -> Result<OutsideUser, ProvisionUserError> {
        let now = self.clock.now();
        let wanted = claims.username.as_deref().and_then(Handle::suggested_by);
        let mut handle = wanted
            .clone()
            .unwrap_or_else(|| Handle::anonymous(self.ids.next()));
        let mut email = claims.email.clone();
        let mut work = self.store.begin().await?;
        for _ in 0..ATTEMPTS {
            let names = [&claims.name, &claims.username].into_iter().flatten();
            let display_name = names
                .filter(|name| !name.contains('@'))
                .find_map(|name| DisplayName::suggested_by(name))
                .unwrap_or_else(|| DisplayName::of_handle(&handle));
            let (user, event) = User::provision(
                UserId::new(self.ids.next()),
                handle.clone(),
                display_name,
                email.clone(),
                now,
            );
            match work.users().insert(&user, None).await? {
                UserInsertion::Inserted => {}
                UserInsertion::HandleTaken => {
                    let fresh = self.ids.next();
                    handle = match &wanted {
                        Some(wanted) => wanted.apart_by(fresh),
                        None => Handle::anonymous(fresh),
                    };
                    continue;
                }
                UserInsertion::EmailTaken => {
                    email = None;
                    continue;
                }
            }
            let issued_after = claims.issued_at.minus(OUTSIDE_CLOCK_SKEW);
            let linked = work
                .identities()
                .link(&claims.identity, user.id, issued_after, now)
                .await?;
            if !linked {
                drop(work);
                return self.opened_meanwhile(claims).await;
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
            return Ok(OutsideUser {
                user_id: user.id,
                standing: user.standing(),
            });
        }
        Err(StorageError::Conflict("no free handle was found".into()).into())
    }
}

impl ProvisionUserUseCase {
    async fn opened_meanwhile(
        &self,
        claims: &OutsideClaims,
    ) -> Result<OutsideUser, ProvisionUserError> {
        match self.accounts.outside_account(&claims.identity).await? {
            OutsideAccount::Known(user) => Ok(user),
            OutsideAccount::Erased(_) => Err(ProvisionUserError::Erased),
            OutsideAccount::Unknown => {
                let cause = "an identity was linked and erased meanwhile";
                Err(StorageError::Conflict(cause.into()).into())
            }
        }
    }
}
