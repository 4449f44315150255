//! Access tokens of an outside `OpenID` provider.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use thiserror::Error;
use thoughts_domain::accounts::{Email, OutsideIdentity};
use thoughts_domain::time::Timestamp;

/// How far apart the provider's clock and ours may be. It softens only the beginning of a token's
/// time: the end is exact.
pub const OUTSIDE_CLOCK_SKEW: Duration = Duration::from_secs(10);

/// What a verified token of the provider says. It is personal: [`fmt::Debug`] does not show it.
#[derive(Clone, Eq, PartialEq)]
pub struct OutsideClaims {
    /// Who.
    pub identity: OutsideIdentity,
    /// What he is called there (`preferred_username`), in whatever characters.
    pub username: Option<String>,
    /// His full name there, in whatever characters.
    pub name: Option<String>,
    /// His mail address, only when the provider says that it has verified it.
    pub email: Option<Email>,
    /// When the token was issued, by the provider's clock, in whole seconds.
    pub issued_at: Timestamp,
}

impl fmt::Debug for OutsideClaims {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OutsideClaims(***)")
    }
}

/// Why a token of the provider is refused; the client learns only that it is, or that it may try
/// again.
#[derive(Clone, Debug, Eq, Error, PartialEq)]
pub enum OutsideTokenError {
    /// It was good once.
    #[error("the token has expired")]
    Expired,
    /// It never was: malformed, an unknown key, another issuer, audience, algorithm or kind.
    #[error("the token is not valid: {0}")]
    Invalid(String),
    /// No key of the provider is known, and it cannot be reached.
    #[error("the provider's keys cannot be had: {0}")]
    Unavailable(String),
}

/// Verifies access tokens of the one outside provider that the operator has named.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait OutsideTokens: Send + Sync {
    /// Whether the token says that the provider has issued it (`iss`). Nothing is verified: it
    /// only tells who is to verify it.
    fn is_named_by(&self, token: &str) -> bool;

    /// Verifies a token: signature by a key of the provider, issuer, audience, kind, and that
    /// `now` lies in its time.
    ///
    /// # Errors
    /// [`OutsideTokenError`].
    async fn verify(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Arc<OutsideClaims>, OutsideTokenError>;

    /// Fetches the provider's keys again; what was known stays when that fails.
    ///
    /// # Errors
    /// [`OutsideTokenError::Unavailable`], with what an operator can do about it.
    async fn refresh(&self, now: Timestamp) -> Result<(), OutsideTokenError>;
}
