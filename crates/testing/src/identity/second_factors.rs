//! Second factors that any test can work out.

use std::sync::atomic::{AtomicU64, Ordering};

use thoughts_domain::accounts::Handle;
use thoughts_domain::ids::UserId;
use thoughts_domain::second_factor::{RecoveryCode, TimeStep, TotpCode};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::TokenHash;
use thoughts_use_cases::second_factor::{
    FreshSecret, SealedSecret, SealingKeyId, SecondFactorSecrets, SecretError,
};

use crate::digest::digest;

const SECONDS: i64 = 30;

/// Steps of 30 seconds and six digits, like a real one; sealed is what says whose it is.
#[derive(Debug)]
pub struct PlainSecondFactors {
    key: SealingKeyId,
    made: AtomicU64,
}

impl Default for PlainSecondFactors {
    fn default() -> Self {
        Self::under(1)
    }
}

impl PlainSecondFactors {
    /// Seals under the key of that number, and opens what any key has sealed; but what number 0
    /// has, it alone.
    #[must_use]
    pub fn under(key: u8) -> Self {
        Self {
            key: SealingKeyId([key; 8]),
            made: AtomicU64::new(0),
        }
    }

    /// What the app of who has this secret shows.
    #[must_use]
    pub fn code(secret: &str, now: Timestamp) -> String {
        Self::code_of(secret, now.as_seconds() / SECONDS)
    }

    fn code_of(secret: &str, step: i64) -> String {
        let bits = digest("totp", format!("{secret} {step}").as_bytes());
        let number = bits.iter().fold(0_u32, |number, byte| {
            (number * 256 + u32::from(*byte)) % 1_000_000
        });
        format!("{number:06}")
    }

    fn open(&self, user: UserId, sealed: &SealedSecret) -> Result<String, SecretError> {
        if sealed.key == SealingKeyId([0; 8]) && sealed.key != self.key {
            return Err(SecretError::Unreadable);
        }
        let text = String::from_utf8(sealed.bytes.clone());
        let text = text.map_err(|_| SecretError::Unreadable)?;
        let secret = text.strip_prefix(user.as_str());
        secret.map(str::to_owned).ok_or(SecretError::Unreadable)
    }

    fn sealed(&self, user: UserId, secret: &str) -> SealedSecret {
        SealedSecret {
            key: self.key,
            bytes: format!("{user}{secret}").into_bytes(),
        }
    }

    fn next(&self) -> [u8; 32] {
        let number = self.made.fetch_add(1, Ordering::SeqCst);
        digest("second factor", &number.to_be_bytes())
    }
}

impl SecondFactorSecrets for PlainSecondFactors {
    fn generate(&self, user: UserId, handle: &Handle) -> Result<FreshSecret, SecretError> {
        let letters = self.next().map(|byte| char::from(b'A' + byte % 26));
        let base32: String = letters.into_iter().collect();
        Ok(FreshSecret {
            url: format!("otpauth://totp/Test:{}?secret={base32}", handle.as_str()),
            sealed: self.sealed(user, &base32),
            base32,
        })
    }

    fn step_of(
        &self,
        user: UserId,
        secret: &SealedSecret,
        code: &TotpCode,
        now: Timestamp,
    ) -> Result<Option<TimeStep>, SecretError> {
        let secret = self.open(user, secret)?;
        let present = now.as_seconds() / SECONDS;
        let mut window = present - 1..=present + 1;
        let step = window.find(|step| Self::code_of(&secret, *step) == code.as_str());
        Ok(step.and_then(|step| u32::try_from(step).ok().map(TimeStep::new)))
    }

    fn present_key(&self) -> SealingKeyId {
        self.key
    }

    fn reseal(&self, user: UserId, secret: &SealedSecret) -> Result<SealedSecret, SecretError> {
        Ok(self.sealed(user, &self.open(user, secret)?))
    }

    fn recovery_code(&self) -> RecoveryCode {
        let mut bits = [0; 10];
        bits.copy_from_slice(&self.next()[..10]);
        RecoveryCode::of_chance(bits)
    }

    fn hash(&self, user: UserId, code: &RecoveryCode) -> TokenHash {
        let text = format!("{user} {}", code.as_str());
        TokenHash(digest("recovery code", text.as_bytes()))
    }
}
