//! Secrets and codes of second factors.

use rand::RngExt;
use sha2::{Digest, Sha256};
use thoughts_domain::accounts::Handle;
use thoughts_domain::ids::UserId;
use thoughts_domain::second_factor::{RecoveryCode, TimeStep, TotpCode};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::TokenHash;
use thoughts_use_cases::second_factor::{
    FreshSecret, SealedSecret, SealingKeyId, SecondFactorSecrets, SecretError,
};
use totp_rs::{Algorithm, Builder, Totp};

use crate::keys::Secrets;
use crate::sealing::Sealer;

/// What apps call the service.
const ISSUER: &str = "Thoughts";

/// RFC 4226, 4 (R6): 160 bits.
const SECRET_BYTES: usize = 20;

const STEP_SECONDS: u64 = 30;

/// TOTP (RFC 6238) as every app knows it: HMAC-SHA-1, six digits, 30 seconds, and one step to
/// either side for clocks that differ.
pub struct TotpSecrets {
    sealer: Sealer,
}

impl TotpSecrets {
    /// Seals secrets under derived ones.
    #[must_use]
    pub fn new(secrets: &Secrets) -> Self {
        Self {
            sealer: Sealer::new(secrets),
        }
    }

    fn seal(&self, user: UserId, secret: &[u8]) -> Result<SealedSecret, SecretError> {
        let sealed = self.sealer.seal(owner(user).as_bytes(), secret);
        sealed.ok_or(SecretError::Unmakeable)
    }

    fn open(&self, user: UserId, secret: &SealedSecret) -> Result<Vec<u8>, SecretError> {
        let opened = self.sealer.open(owner(user).as_bytes(), secret);
        opened.ok_or(SecretError::Unreadable)
    }
}

/// What a sealed secret belongs to.
fn owner(user: UserId) -> String {
    format!("second factor of {user}")
}

fn totp(secret: Vec<u8>) -> Builder {
    Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_skew(1)
        .with_step_duration(STEP_SECONDS)
        .with_secret(secret)
}

fn step_of(totp: &Totp, code: &TotpCode, now: Timestamp) -> Option<TimeStep> {
    let seconds = u64::try_from(now.as_seconds()).ok()?;
    let step = totp.check(code.as_str(), seconds)?;
    u32::try_from(step).ok().map(TimeStep::new)
}

impl SecondFactorSecrets for TotpSecrets {
    fn generate(&self, user: UserId, handle: &Handle) -> Result<FreshSecret, SecretError> {
        let secret: [u8; SECRET_BYTES] = rand::rng().random();
        let totp = totp(secret.to_vec())
            .with_issuer(Some(ISSUER))
            .with_account_name(handle.as_str())
            .build()
            .map_err(|_| SecretError::Unmakeable)?;
        Ok(FreshSecret {
            base32: totp.secret().to_base32(),
            url: totp.to_url().map_err(|_| SecretError::Unmakeable)?,
            sealed: self.seal(user, &secret)?,
        })
    }

    fn step_of(
        &self,
        user: UserId,
        secret: &SealedSecret,
        code: &TotpCode,
        now: Timestamp,
    ) -> Result<Option<TimeStep>, SecretError> {
        let totp = totp(self.open(user, secret)?).build();
        let totp = totp.map_err(|_| SecretError::Unreadable)?;
        Ok(step_of(&totp, code, now))
    }

    fn present_key(&self) -> SealingKeyId {
        self.sealer.present()
    }

    fn reseal(&self, user: UserId, secret: &SealedSecret) -> Result<SealedSecret, SecretError> {
        self.seal(user, &self.open(user, secret)?)
    }

    fn recovery_code(&self) -> RecoveryCode {
        RecoveryCode::of_chance(rand::rng().random())
    }

    fn hash(&self, user: UserId, code: &RecoveryCode) -> TokenHash {
        let digest = Sha256::new()
            .chain_update(b"thoughts/recovery-code/v1")
            .chain_update(user.as_str())
            .chain_update(code.as_str());
        TokenHash(digest.finalize().into())
    }
}

#[cfg(test)]
mod tests;
