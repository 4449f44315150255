//! Tokens of a provider that nobody has to run.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use thoughts_domain::accounts::OutsideIdentity;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{OutsideClaims, OutsideTokenError, OutsideTokens};

const PREFIX: &str = "outside-";
const LIFETIME: Duration = Duration::from_mins(10);

/// Knows the tokens that it gave out, and can be out of reach.
#[derive(Debug, Default)]
pub struct PlainOutsideTokens {
    issued: Mutex<HashMap<String, Arc<OutsideClaims>>>,
    unreachable: AtomicBool,
}

impl PlainOutsideTokens {
    /// Somebody at this provider of whom nothing else is known.
    #[must_use]
    pub fn claims(subject: &str, issued_at: Timestamp) -> OutsideClaims {
        let issuer = "https://id.example.org";
        OutsideClaims {
            identity: OutsideIdentity::parse(issuer, subject).expect("an identity"),
            username: None,
            name: None,
            email: None,
            issued_at: Timestamp::from_micros(issued_at.as_seconds() * 1_000_000),
        }
    }

    /// Issues a token that says this.
    pub fn issue(&self, claims: OutsideClaims) -> String {
        let mut issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        let token = format!("{PREFIX}{}", issued.len());
        issued.insert(token.clone(), Arc::new(claims));
        token
    }

    /// From now on no token can be verified.
    pub fn lose_the_provider(&self) {
        self.unreachable.store(true, Ordering::SeqCst);
    }
}

#[async_trait]
impl OutsideTokens for PlainOutsideTokens {
    fn is_named_by(&self, token: &str) -> bool {
        token.starts_with(PREFIX)
    }

    async fn verify(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Arc<OutsideClaims>, OutsideTokenError> {
        self.refresh(now).await?;
        let issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        let unknown = || OutsideTokenError::Invalid("nobody gave it out".to_owned());
        let claims = issued.get(token).ok_or_else(unknown)?;
        if claims.issued_at.plus(LIFETIME) <= now {
            return Err(OutsideTokenError::Expired);
        }
        Ok(Arc::clone(claims))
    }

    async fn refresh(&self, _now: Timestamp) -> Result<(), OutsideTokenError> {
        if self.unreachable.load(Ordering::SeqCst) {
            return Err(OutsideTokenError::Unavailable("told to fail".to_owned()));
        }
        Ok(())
    }
}
