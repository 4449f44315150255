//! Checking a code.

use std::time::Duration;

use thoughts_domain::ids::UserId;
use thoughts_domain::second_factor::GivenCode;
use thoughts_domain::time::Timestamp;

use super::{SecondFactorSecrets, SecretError, StoredSecondFactor};
use crate::limits::{RateLimiter, Verdict, budgets};
use crate::storage::{StorageError, UnitOfWork};

/// A code that is being tried. It counts as a wrong one from its first moment, so that many at
/// once get no further than one after the other, and is taken back when it was right.
///
/// Six digits are worth a guess, and a budget that lets the right ones through would slow nobody;
/// so whoever knows a password could keep its owner out. A recovery code is worth no guess, is
/// never refused for that reason, and is the owner's way in.
pub(crate) struct CodeTry<'a> {
    limiter: &'a dyn RateLimiter,
    counted: Option<UserId>,
}

impl<'a> CodeTry<'a> {
    /// Counts a try of that user.
    ///
    /// # Errors
    /// How long to wait.
    pub(crate) async fn begin(
        limiter: &'a dyn RateLimiter,
        user: UserId,
        code: Option<&GivenCode>,
    ) -> Result<Self, Duration> {
        let counted = matches!(code, Some(GivenCode::Totp(_))).then_some(user);
        if counted.is_some() {
            let budget = &budgets::SECOND_FACTORS;
            if let Verdict::Refused { retry_after } = limiter.spend(budget, user.as_str()).await {
                return Err(retry_after);
            }
        }
        Ok(Self { limiter, counted })
    }

    /// It was no wrong code after all.
    pub(crate) async fn take_back(self) {
        if let Some(user) = self.counted {
            let budget = &budgets::SECOND_FACTORS;
            self.limiter.refund(budget, user.as_str()).await;
        }
    }
}

/// By what a right code has proved its owner.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Proved {
    /// By his app.
    App,
    /// By a recovery code, which is used up.
    RecoveryCode,
}

/// Why a code could not be checked.
#[derive(Debug)]
pub(crate) enum CheckError {
    Secret(SecretError),
    Storage(StorageError),
}

/// Takes a code of a locked second factor that is on, once. None for a wrong one, and for one that
/// was taken before; then nothing was written.
pub(crate) async fn check(
    work: &mut dyn UnitOfWork,
    secrets: &dyn SecondFactorSecrets,
    stored: &mut StoredSecondFactor,
    code: &GivenCode,
    now: Timestamp,
) -> Result<Option<Proved>, CheckError> {
    let user = stored.factor.user_id;
    match code {
        GivenCode::Totp(code) => {
            let step = secrets.step_of(user, &stored.secret, code, now);
            let Some(step) = step.map_err(CheckError::Secret)? else {
                return Ok(None);
            };
            if !stored.factor.take(step) {
                return Ok(None);
            }
            work.second_factors()
                .update(&stored.factor)
                .await
                .map_err(CheckError::Storage)?;
            Ok(Some(Proved::App))
        }
        GivenCode::Recovery(code) => {
            let hash = secrets.hash(user, code);
            let left = work.second_factors().use_code(user, &hash).await;
            let left = left.map_err(CheckError::Storage)?;
            Ok(left.map(|_| Proved::RecoveryCode))
        }
    }
}
