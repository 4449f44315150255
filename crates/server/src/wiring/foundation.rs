//! What every use case stands on.

use std::sync::Arc;

use thoughts_identity::{Cuid2Generator, SystemClock};
use thoughts_use_cases::accounts::{OutsideTokens, SessionWatch};
use thoughts_use_cases::erasure::{
    ContinueErasure, ContinueErasureUseCase, ERASURE_BATCH, ErasureSteps,
};
use thoughts_use_cases::limits::RateLimiter;
use thoughts_use_cases::mail::{DeliverMail, DeliverMailUseCase, MailService, Mailer};
use thoughts_use_cases::second_factor::{ResealSecrets, ResealSecretsUseCase};
use thoughts_use_cases::system::{Clock, IdGenerator};

use super::{Identity, WatchedErasure, erasing};
use crate::storage::Storage;

/// What every use case stands on: one of each in a process.
pub struct Foundation {
    /// The storage.
    pub storage: Storage,
    /// Passwords, tokens and keys.
    pub identity: Identity,
    /// Verifies tokens of an outside provider, when one is named.
    pub outside: Option<Arc<dyn OutsideTokens>>,
    /// Knows of ended sessions.
    pub watch: Arc<SessionWatch>,
    /// Whether mails can be sent.
    pub mail: MailService,
    /// Keeps account of budgets.
    pub limiter: Arc<dyn RateLimiter>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
    /// Goes on with erasures.
    pub erasing: Arc<dyn ContinueErasure>,
    /// Is told of all that an erasure writes.
    pub steps: Arc<dyn ErasureSteps>,
}

impl Foundation {
    /// Adds the clock, the ids and the watch.
    #[must_use]
    pub fn new(
        storage: Storage,
        identity: Identity,
        outside: Option<Arc<dyn OutsideTokens>>,
        limiter: Arc<dyn RateLimiter>,
        mail: MailService,
    ) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock::new());
        let steps = erasing::steps();
        Self {
            erasing: Arc::new(WatchedErasure(ContinueErasureUseCase {
                store: Arc::clone(&storage.store),
                clock: Arc::clone(&clock),
                steps: Arc::clone(&steps),
                batch: ERASURE_BATCH,
            })),
            steps,
            watch: Arc::new(SessionWatch::new(Arc::clone(&storage.ledger))),
            clock,
            ids: Arc::new(Cuid2Generator),
            storage,
            identity,
            outside,
            mail,
            limiter,
        }
    }

    /// Who seals secrets under the present key.
    #[must_use]
    pub fn reseal(&self) -> Arc<dyn ResealSecrets> {
        Arc::new(ResealSecretsUseCase {
            store: Arc::clone(&self.storage.store),
            secrets: Arc::clone(&self.identity.secrets),
        })
    }

    /// Who takes mails from the queue and gives them to `mailer`.
    #[must_use]
    pub fn deliver_mail(&self, mailer: Arc<dyn Mailer>) -> Arc<dyn DeliverMail> {
        Arc::new(DeliverMailUseCase {
            store: Arc::clone(&self.storage.store),
            mails: Arc::clone(&self.storage.mails),
            accounts: Arc::clone(&self.storage.accounts),
            tokens: Arc::clone(&self.identity.one_time_tokens),
            mailer,
            clock: Arc::clone(&self.clock),
            ids: Arc::clone(&self.ids),
        })
    }
}
