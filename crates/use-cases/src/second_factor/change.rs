//! What every change of a second factor that is on begins with: its owner proves himself twice.

use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use thoughts_domain::accounts::{Password, User};
use thoughts_domain::ids::UserId;
use thoughts_domain::second_factor::{
    GivenCode, RECOVERY_CODES, RecoveryCode, SecondFactor, SecondFactorChange,
};
use thoughts_domain::time::Timestamp;

use super::{CheckError, CodeTry, News, SecondFactorSecrets, SecretError, check};
use crate::accounts::{AccountQueries, Caller, HashingError, PasswordHash, PasswordHasher};
use crate::events::TraceParent;
use crate::limits::RateLimiter;
use crate::mail::MailService;
use crate::storage::{StorageError, Store, UnitOfWork};
use crate::system::{Clock, IdGenerator};

/// Whose second factor is changed, and what proves that it is he.
#[derive(Clone, Debug)]
pub struct SecondFactorProof {
    /// Whose.
    pub caller: Caller,
    /// His password.
    pub password: Password,
    /// A code of his app, or a recovery code.
    pub code: GivenCode,
    /// The trace that this belongs to.
    pub trace: TraceParent,
}

/// Why a second factor stays as it is.
#[derive(Debug, Error)]
pub enum ChangeSecondFactorError {
    /// It is off.
    #[error("the second factor is off")]
    Off,
    /// The password is another one, or there is none.
    #[error("the password is wrong")]
    WrongPassword,
    /// The code is another one, or was used before.
    #[error("the code is wrong")]
    WrongCode,
    /// Too many wrong codes were tried; this one was not looked at.
    #[error("too many codes were wrong")]
    TooMany {
        /// After which time one may be tried again.
        retry_after: Duration,
    },
    /// The account has been erased.
    #[error("there is no such account")]
    NotFound,
    /// The password was not compared.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// The secret cannot be read.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The storage failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

impl From<CheckError> for ChangeSecondFactorError {
    fn from(error: CheckError) -> Self {
        match error {
            CheckError::Secret(error) => error.into(),
            CheckError::Storage(error) => error.into(),
        }
    }
}

/// What those changes need.
pub struct ChangeSecondFactor {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Finds the stored hash.
    pub accounts: Arc<dyn AccountQueries>,
    /// Compares passwords.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Knows codes.
    pub secrets: Arc<dyn SecondFactorSecrets>,
    /// Keeps account of wrong codes.
    pub limiter: Arc<dyn RateLimiter>,
    /// Whether mails can be sent.
    pub mail: MailService,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

/// A unit of work in which the owner has proved himself, and his second factor is locked.
pub(super) struct Proven {
    pub(super) work: Box<dyn UnitOfWork>,
    user: User,
    factor: SecondFactor,
    trace: TraceParent,
    now: Timestamp,
}

impl ChangeSecondFactor {
    /// Proves the owner. A wrong code counts against the budget of codes, a right one does not.
    pub(super) async fn prove(
        &self,
        proof: SecondFactorProof,
    ) -> Result<Proven, ChangeSecondFactorError> {
        let id = proof.caller.user_id;
        let present = self.accounts.password(id).await?;
        let genuine = self.hasher.verify(&proof.password, present.clone()).await?;
        let Some(present) = present.filter(|_| genuine) else {
            return Err(ChangeSecondFactorError::WrongPassword);
        };
        let tried = CodeTry::begin(&*self.limiter, id, Some(&proof.code)).await;
        let tried =
            tried.map_err(|retry_after| ChangeSecondFactorError::TooMany { retry_after })?;
        let outcome = self.check(proof, &present).await;
        if !matches!(outcome, Err(ChangeSecondFactorError::WrongCode)) {
            tried.take_back().await;
        }
        outcome
    }

    async fn check(
        &self,
        proof: SecondFactorProof,
        present: &PasswordHash,
    ) -> Result<Proven, ChangeSecondFactorError> {
        let id = proof.caller.user_id;
        let now = self.clock.now();
        let mut work = self.store.begin().await?;
        let user = work.users().lock(id).await?;
        let user = user.ok_or(ChangeSecondFactorError::NotFound)?;
        if !work.passwords().hold(id, present).await? {
            return Err(ChangeSecondFactorError::WrongPassword);
        }
        let stored = work.second_factors().lock(id).await?;
        let Some(mut stored) = stored.filter(|stored| stored.factor.is_on()) else {
            return Err(ChangeSecondFactorError::Off);
        };
        let proved = check(&mut *work, &*self.secrets, &mut stored, &proof.code, now).await?;
        if proved.is_none() {
            return Err(ChangeSecondFactorError::WrongCode);
        }
        Ok(Proven {
            work,
            user,
            factor: stored.factor,
            trace: proof.trace,
            now,
        })
    }

    /// Tells of the change and keeps it.
    pub(super) async fn finish(
        &self,
        proven: Proven,
        change: SecondFactorChange,
    ) -> Result<(), StorageError> {
        let mut work = proven.work;
        let event = proven.factor.changed(change, proven.user.version);
        let news = News {
            ids: &*self.ids,
            mail: self.mail,
            trace: proven.trace,
            now: proven.now,
        };
        news.tell(&mut *work, event).await?;
        work.commit().await
    }
}

/// Gives a locked second factor new recovery codes.
pub(super) async fn fresh_codes(
    work: &mut dyn UnitOfWork,
    secrets: &dyn SecondFactorSecrets,
    user: UserId,
) -> Result<Vec<RecoveryCode>, StorageError> {
    let codes: Vec<_> = (0..RECOVERY_CODES)
        .map(|_| secrets.recovery_code())
        .collect();
    let hashes: Vec<_> = codes.iter().map(|code| secrets.hash(user, code)).collect();
    work.second_factors().replace_codes(user, &hashes).await?;
    Ok(codes)
}
