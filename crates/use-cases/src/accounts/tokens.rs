//! The pair of tokens that every way of signing in ends with.

use std::sync::Arc;

use thoughts_domain::time::Timestamp;

use super::{
    ACCESS_TOKEN_LIFETIME, AccessClaims, AccessTokenError, AccessTokens, OwnAccountView,
    RefreshSecret,
};

/// The tokens of a session.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SessionTokens {
    /// Goes into the `Authorization` header.
    pub access_token: String,
    /// Buys the next pair.
    pub refresh_token: RefreshSecret,
    /// How long the access token is good for, in seconds.
    pub expires_in: u64,
}

impl SessionTokens {
    pub(super) fn issue(
        signer: &Arc<dyn AccessTokens>,
        claims: &AccessClaims,
        refresh_token: RefreshSecret,
        now: Timestamp,
    ) -> Result<Self, AccessTokenError> {
        Ok(Self {
            access_token: signer.sign(claims, now)?,
            refresh_token,
            expires_in: ACCESS_TOKEN_LIFETIME.as_secs(),
        })
    }
}

/// A user who has just signed in.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignedIn {
    /// The account.
    pub account: OwnAccountView,
    /// The tokens.
    pub tokens: SessionTokens,
}
