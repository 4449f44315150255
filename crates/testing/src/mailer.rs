//! A mailer that keeps what it is given.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use thoughts_use_cases::accounts::OneTimeSecret;
use thoughts_use_cases::mail::{MailContent, MailError, Mailer, OutgoingMail};

/// Keeps every mail, and fails as often as told.
#[derive(Debug, Default)]
pub struct MemoryMailer {
    tried: Mutex<Vec<OutgoingMail>>,
    failures: Mutex<VecDeque<MailError>>,
}

impl MemoryMailer {
    /// Fails with these next, in order.
    pub fn fail(&self, errors: impl IntoIterator<Item = MailError>) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.extend(errors);
    }

    /// Every mail that was to be sent, those that failed included.
    pub fn tried(&self) -> Vec<OutgoingMail> {
        let tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        tried.clone()
    }

    /// The token of the last mail.
    ///
    /// # Panics
    /// When there is none.
    pub fn last_token(&self) -> OneTimeSecret {
        match self.tried().pop().expect("a mail").content {
            MailContent::VerifyEmail(token) | MailContent::ResetPassword(token) => token,
            MailContent::PasswordChanged | MailContent::SecondFactor(_) => {
                panic!("the last mail holds no token")
            }
        }
    }
}

#[async_trait]
impl Mailer for MemoryMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        tried.push(mail.clone());
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.pop_front().map_or(Ok(()), Err)
    }
}
