//! Slowing down who guesses passwords, without locking anybody out.

use std::time::Duration;

use super::Login;
use crate::limits::{Budget, RateLimiter, Verdict, budgets};

/// A login that is being tried. It counts as a wrong one from its first moment, so that many at
/// once get no further than one after the other, and is taken back when it was none.
///
/// Everything hangs on what was typed, before anybody looks whether there is such an account: an
/// unknown one is slowed down just like a known one, and a handle does not tell that it belongs
/// to an address.
pub(super) struct Attempt<'a> {
    limiter: &'a dyn RateLimiter,
    spent: Vec<(&'static Budget, String)>,
}

impl<'a> Attempt<'a> {
    /// Counts a login by `login` from `origin`; none of it when there were too many.
    ///
    /// # Errors
    /// How long to wait.
    pub(super) async fn begin(
        limiter: &'a dyn RateLimiter,
        login: Option<&Login>,
        origin: &str,
    ) -> Result<Self, Duration> {
        let login = match login {
            Some(Login::Handle(handle)) => handle.as_str(),
            Some(Login::Email(email)) => email.as_str(),
            None => "",
        };
        // Neither a handle nor a mail address holds a space.
        let from_here = format!("{login} {origin}");
        let mut attempt = Self {
            limiter,
            spent: Vec::with_capacity(2),
        };
        attempt
            .count(&budgets::FAILED_LOGINS, from_here.clone())
            .await?;
        let everywhere = &budgets::FAILED_LOGINS_ANYWHERE;
        if let Err(wait) = attempt.count(everywhere, login.to_owned()).await {
            // Many addresses guess at this account. Each is left a few tries a day, so that its
            // owner still gets in, from wherever he comes.
            let here = &budgets::FAILED_LOGINS_UNDER_ATTACK;
            if let Err(wait_here) = attempt.count(here, from_here).await {
                attempt.take_back().await;
                return Err(wait.min(wait_here));
            }
        }
        Ok(attempt)
    }

    /// It was no wrong password after all.
    pub(super) async fn take_back(self) {
        for (budget, key) in &self.spent {
            self.limiter.refund(budget, key).await;
        }
    }

    async fn count(&mut self, budget: &'static Budget, key: String) -> Result<(), Duration> {
        match self.limiter.spend(budget, &key).await {
            Verdict::Granted { .. } => {
                self.spent.push((budget, key));
                Ok(())
            }
            Verdict::Refused { retry_after } => Err(retry_after),
        }
    }
}
