//! The port, over all that.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::Validation;
use serde::Deserialize;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{
    OUTSIDE_CLOCK_SKEW, OutsideClaims, OutsideTokenError, OutsideTokens,
};

use crate::claims::{Claims, is_of_access_token, rules};
use crate::fetch::Fetcher;
use crate::issuer::Issuer;
use crate::keys::ProviderKeys;
use crate::known::{Genuine, KnownTokens};
use crate::roots::RootsError;

/// A longer text is refused unread. Keycloak's have about 1.5 KB, and several with many roles.
pub const MAX_TOKEN_BYTES: usize = 8_192;

/// What the operator says of the provider.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OidcSettings {
    /// Who issues the tokens.
    pub issuer: Issuer,
    /// What their `aud` must hold.
    pub audience: String,
    /// A PEM file with certificates that the provider's may be signed by, besides the system's.
    pub ca_file: Option<PathBuf>,
    /// How long each of the provider's two documents may take.
    pub timeout: Duration,
}

impl OidcSettings {
    /// How long a document may take unless said otherwise.
    pub const TIMEOUT: Duration = Duration::from_secs(3);
}

/// Verifies access tokens of one provider.
pub struct OidcTokens {
    issuer: Issuer,
    audience: String,
    rules: Validation,
    keys: ProviderKeys,
    known: KnownTokens,
}

#[derive(Deserialize)]
struct Peek {
    iss: String,
}

impl OidcTokens {
    /// Knows no key yet: they are fetched by [`OutsideTokens::refresh`], or for the first token.
    ///
    /// # Errors
    /// [`RootsError`].
    pub fn new(settings: OidcSettings) -> Result<Self, RootsError> {
        let OidcSettings {
            issuer,
            audience,
            ca_file,
            timeout,
        } = settings;
        let fetcher = Fetcher::new(&issuer, ca_file.as_deref(), timeout)?;
        Ok(Self {
            rules: rules(&issuer, &audience),
            keys: ProviderKeys::new(issuer.clone(), fetcher),
            known: KnownTokens::default(),
            issuer,
            audience,
        })
    }

    async fn check(&self, token: &str, now: Timestamp) -> Result<Genuine, OutsideTokenError> {
        let header = jsonwebtoken::decode_header(token).map_err(invalid)?;
        if !is_of_access_token(&header) {
            return Err(invalid("its header is not that of an access token"));
        }
        let id = header.kid.as_deref();
        let (keys, generation) = self.keys.for_token(id, header.alg, now).await?;
        let mut fault = invalid("no key is its");
        for key in keys.candidates(id, header.alg) {
            let mut rules = self.rules.clone();
            // The key has it among its own: `for_token` and `candidates` look at nothing else.
            rules.algorithms = vec![header.alg];
            match jsonwebtoken::decode::<Claims>(token, &key.decoding, &rules) {
                Ok(decoded) => {
                    let claims = decoded.claims;
                    let genuine = claims.genuine(&self.issuer, &self.audience, generation);
                    return genuine.map_err(invalid);
                }
                Err(error) => fault = invalid(error),
            }
        }
        Err(fault)
    }
}

/// RFC 7519, 4.1.4 and 4.1.5: valid from `nbf` on, no longer at `exp`.
fn in_time(token: &Genuine, now: Timestamp) -> Result<(), OutsideTokenError> {
    if token.ends <= now.as_seconds() {
        return Err(OutsideTokenError::Expired);
    }
    if token.begins > now.plus(OUTSIDE_CLOCK_SKEW).as_seconds() {
        return Err(invalid("it is not valid yet"));
    }
    Ok(())
}

#[async_trait]
impl OutsideTokens for OidcTokens {
    fn is_named_by(&self, token: &str) -> bool {
        let mut parts = token.split('.');
        let (Some(_), Some(payload), Some(_), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return false;
        };
        if token.len() > MAX_TOKEN_BYTES {
            return false;
        }
        let payload = URL_SAFE_NO_PAD.decode(payload).unwrap_or_default();
        serde_json::from_slice::<Peek>(&payload).is_ok_and(|p| p.iss == self.issuer.as_str())
    }

    async fn verify(
        &self,
        token: &str,
        now: Timestamp,
    ) -> Result<Arc<OutsideClaims>, OutsideTokenError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(invalid("it is too long"));
        }
        let current = self.keys.current(now);
        let known = current.and_then(|(_, generation)| self.known.get(token, generation));
        let genuine = if let Some(genuine) = known {
            genuine
        } else {
            let genuine = self.check(token, now).await?;
            self.known.insert(token, genuine.clone());
            genuine
        };
        in_time(&genuine, now)?;
        Ok(genuine.claims)
    }

    async fn refresh(&self, now: Timestamp) -> Result<(), OutsideTokenError> {
        self.keys.refresh(now).await
    }
}

fn invalid(reason: impl std::fmt::Display) -> OutsideTokenError {
    OutsideTokenError::Invalid(reason.to_string())
}
