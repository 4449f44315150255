//! Sending what waits in the queue.

use std::sync::Arc;

use async_trait::async_trait;
use thoughts_domain::accounts::{OneTimeToken, TokenPurpose};
use thoughts_domain::ids::MailId;
use thoughts_domain::time::Timestamp;

use super::{
    CLAIM, ClaimedMail, MailContent, MailError, MailKind, MailQueries, Mailer, NewMail,
    OutgoingMail, next_try,
};
use crate::accounts::{AccountQueries, Login, OneTimeSecret, OneTimeTokens};
use crate::storage::{StorageError, Store};
use crate::system::{Clock, IdGenerator};

/// How many notes of forgotten passwords are looked up in one unit of work.
const AT_ONCE: u32 = 50;

/// What came of one step.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Delivery {
    /// There was nothing to do.
    Idle,
    /// A mail is with the mail server.
    Sent(MailKind),
    /// A mail is tried again later.
    Postponed(MailKind, MailError),
    /// A mail is not tried again; none tells that it only came too late.
    GivenUp(MailKind, Option<MailError>),
    /// The user has gone, or has done what the mail would have told him how to do.
    Superfluous(MailKind),
}

/// Sends mails from the queue: each at least once, until the mail server has taken it.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait DeliverMail: Send + Sync {
    /// Does one step: looks up who has forgotten his password, and sends one mail. Any number of
    /// callers may do so at once, in any number of processes.
    ///
    /// # Errors
    /// Those of the storage; the mail stays in the queue.
    async fn execute(&self) -> Result<Delivery, StorageError>;
}

/// [`DeliverMail`] over the ports.
pub struct DeliverMailUseCase {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Tells whether there is anything to do.
    pub mails: Arc<dyn MailQueries>,
    /// Finds who has an address.
    pub accounts: Arc<dyn AccountQueries>,
    /// Works out tokens.
    pub tokens: Arc<dyn OneTimeTokens>,
    /// Sends.
    pub mailer: Arc<dyn Mailer>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl DeliverMail for DeliverMailUseCase {
    async fn execute(&self) -> Result<Delivery, StorageError> {
        let now = self.clock.now();
        if !self.mails.is_due(now).await? {
            return Ok(Delivery::Idle);
        }
        self.look_up_forgotten(now).await?;
        let mut work = self.store.begin().await?;
        let claimed = work.mails().claim(now, now.plus(CLAIM)).await?;
        let Some(mail) = claimed else {
            return Ok(Delivery::Idle);
        };
        // From here on it is ours; after a crash it is due again when the claim ends.
        work.commit().await?;
        if mail.is_too_late(now) {
            return self
                .settle(mail.id, Delivery::GivenUp(mail.kind, None))
                .await;
        }
        let Some(content) = self.content(&mail, now).await? else {
            return self.settle(mail.id, Delivery::Superfluous(mail.kind)).await;
        };
        let ClaimedMail {
            id,
            kind,
            recipient: to,
            attempt,
            ..
        } = mail;
        let sent = self.mailer.send(&OutgoingMail { id, to, content }).await;
        match (sent, next_try(attempt)) {
            (Ok(()), _) => self.settle(id, Delivery::Sent(kind)).await,
            (Err(error @ MailError::Temporary(_)), Some(pause)) => {
                let mut work = self.store.begin().await?;
                let until = self.clock.now().plus(pause);
                work.mails().postpone(id, until).await?;
                work.commit().await?;
                Ok(Delivery::Postponed(kind, error))
            }
            (Err(error), _) => self.settle(id, Delivery::GivenUp(kind, Some(error))).await,
        }
    }
}

impl DeliverMailUseCase {
    /// Puts a mail into the queue for everybody who has forgotten his password; addresses that
    /// are nobody's lead nowhere.
    async fn look_up_forgotten(&self, now: Timestamp) -> Result<(), StorageError> {
        let mut work = self.store.begin().await?;
        for email in work.mails().take_forgotten(AT_ONCE).await? {
            let found = self.accounts.credentials(&Login::Email(email)).await?;
            // Who has no password signs in at his provider, and there he is helped.
            let found = found.filter(|found| found.password.is_some());
            let Some(user_id) = found.map(|found| found.user_id) else {
                continue;
            };
            // He may have been erased since.
            if work.users().hold(user_id).await? {
                let mail = NewMail {
                    id: MailId::new(self.ids.next()),
                    kind: MailKind::ResetPassword,
                    user_id,
                    created_at: now,
                };
                work.mails().enqueue(&mail).await?;
            }
        }
        work.commit().await
    }

    /// What the mail says; its token is good from now on, and no earlier one is. None when there
    /// is nobody to tell it any more.
    async fn content(
        &self,
        mail: &ClaimedMail,
        now: Timestamp,
    ) -> Result<Option<MailContent>, StorageError> {
        let (purpose, content): (_, fn(OneTimeSecret) -> _) = match mail.kind {
            MailKind::VerifyEmail => (TokenPurpose::VerifyEmail, MailContent::VerifyEmail),
            MailKind::ResetPassword => (TokenPurpose::ResetPassword, MailContent::ResetPassword),
            MailKind::PasswordChanged => return Ok(Some(MailContent::PasswordChanged)),
            MailKind::SecondFactor(change) => return Ok(Some(MailContent::SecondFactor(change))),
        };
        let secret = self.tokens.of_mail(mail.id);
        let hash = self.tokens.hash(&secret);
        let mut work = self.store.begin().await?;
        let Some(user) = work.users().lock(mail.user_id).await? else {
            return Ok(None);
        };
        if mail.kind == MailKind::VerifyEmail && user.email_verified_at.is_some() {
            return Ok(None);
        }
        // Whoever uses a token withdraws its mail while he holds the user, so one that was used
        // is never made good again by a second try.
        if !work.mails().is_waiting(mail.id).await? {
            return Ok(None);
        }
        let token = OneTimeToken::issue(mail.user_id, purpose, now);
        work.one_time_tokens().put(&token, &hash).await?;
        work.commit().await?;
        Ok(Some(content(secret)))
    }

    async fn settle(&self, id: MailId, outcome: Delivery) -> Result<Delivery, StorageError> {
        let mut work = self.store.begin().await?;
        work.mails().remove(id).await?;
        work.commit().await?;
        Ok(outcome)
    }
}
