//! Access tokens.

use std::collections::HashMap;
use std::time::Duration;

use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use thoughts_domain::accounts::{Role, Standing};
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{
    ACCESS_TOKEN_LIFETIME, AccessClaims, AccessTokenError, AccessTokens,
};

use self::known::{Genuine, KnownTokens};
use crate::keys::{KeyError, KeyRing, key_set};

/// How far ahead a replica's clock may be of the one that verifies. It softens only the beginning
/// of a token's time: the end is exact.
pub const CLOCK_SKEW: Duration = Duration::from_secs(5);

/// A longer text is refused unread; ours have about 400 bytes.
pub const MAX_TOKEN_BYTES: usize = 2_048;

/// The type in the header, as RFC 9068 has it, so that no other kind of token passes for one.
const TYPE: &str = "at+jwt";
const ISSUER: &str = "thoughts";
const AUDIENCE: &str = "thoughts-api";

/// JSON Web Tokens (RFC 7519) signed with Ed25519 (`EdDSA`, RFC 8037), after the profile of
/// RFC 9068 as far as there are no outside clients.
pub struct JwtAccessTokens {
    header: Header,
    signing: EncodingKey,
    verifying: HashMap<String, DecodingKey>,
    rules: Validation,
    known: KnownTokens,
    key_set: String,
}

#[derive(Deserialize, Serialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: String,
    sid: String,
    role: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    suspended: bool,
    iat: i64,
    nbf: i64,
    exp: i64,
}

impl JwtAccessTokens {
    /// Signs with the ring's signing key; verifies with all of its keys, each chosen by its id.
    ///
    /// # Errors
    /// [`KeyError::Unencodable`].
    pub fn new(keys: &KeyRing) -> Result<Self, KeyError> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(keys.signing.public().id().to_owned());
        Ok(Self {
            header,
            signing: keys.signing.to_jwt()?,
            verifying: keys
                .verifying()
                .map(|key| (key.id().to_owned(), key.to_jwt()))
                .collect(),
            rules: rules(),
            known: KnownTokens::default(),
            key_set: key_set(keys.verifying()),
        })
    }

    fn decode(&self, token: &str) -> Result<Claims, jsonwebtoken::errors::Error> {
        let header = jsonwebtoken::decode_header(token)?;
        let ours = header.alg == Algorithm::EdDSA
            && header.typ.as_deref() == Some(TYPE)
            // RFC 7515, 4.1.11: what one must understand and does not, one must refuse.
            && header.crit.is_none();
        let key = header.kid.and_then(|kid| self.verifying.get(&kid));
        match key.filter(|_| ours) {
            Some(key) => jsonwebtoken::decode(token, key, &self.rules).map(|data| data.claims),
            None => Err(ErrorKind::InvalidToken.into()),
        }
    }
}

/// The library's rules, every one named: its own choice would allow a minute of leeway, skip
/// `nbf`, and read the machine's clock. The times are therefore compared in [`in_time`].
fn rules() -> Validation {
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.set_issuer(&[ISSUER]);
    rules.set_audience(&[AUDIENCE]);
    rules.set_required_spec_claims(&["iss", "aud", "sub", "exp", "nbf"]);
    rules.leeway = 0;
    rules.validate_exp = false;
    rules.validate_nbf = false;
    rules
}

/// RFC 7519, 4.1.4 and 4.1.5: valid from `nbf` on, no longer at `exp`.
fn in_time(token: &Genuine, now: Timestamp) -> Result<(), AccessTokenError> {
    if token.ends <= now.as_seconds() {
        return Err(AccessTokenError::Expired);
    }
    if token.begins > now.plus(CLOCK_SKEW).as_seconds() {
        return Err(AccessTokenError::Invalid("it is not valid yet".to_owned()));
    }
    Ok(())
}

impl AccessTokens for JwtAccessTokens {
    fn sign(&self, claims: &AccessClaims, now: Timestamp) -> Result<String, AccessTokenError> {
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: claims.user_id.to_string(),
            sid: claims.session_id.to_string(),
            role: claims.standing.role.as_str().to_owned(),
            suspended: claims.standing.suspended,
            iat: now.as_seconds(),
            nbf: now.as_seconds(),
            exp: now.plus(ACCESS_TOKEN_LIFETIME).as_seconds(),
        };
        jsonwebtoken::encode(&self.header, &claims, &self.signing)
            .map_err(|error| AccessTokenError::Unsigned(error.to_string()))
    }

    fn verify(&self, token: &str, now: Timestamp) -> Result<AccessClaims, AccessTokenError> {
        if token.len() > MAX_TOKEN_BYTES {
            return Err(AccessTokenError::Invalid("it is too long".to_owned()));
        }
        let token = self
            .known
            .or_check(token, || self.decode(token).map_err(invalid)?.try_into())?;
        in_time(&token, now)?;
        Ok(token.claims)
    }

    fn key_set(&self) -> String {
        self.key_set.clone()
    }
}

impl TryFrom<Claims> for Genuine {
    type Error = AccessTokenError;

    fn try_from(claims: Claims) -> Result<Self, AccessTokenError> {
        Ok(Self {
            claims: AccessClaims {
                user_id: UserId::parse(&claims.sub).map_err(invalid)?,
                session_id: SessionId::parse(&claims.sid).map_err(invalid)?,
                standing: Standing {
                    role: claims.role.parse::<Role>().map_err(invalid)?,
                    suspended: claims.suspended,
                },
            },
            begins: claims.nbf.max(claims.iat),
            ends: claims.exp,
        })
    }
}

fn invalid(error: impl std::fmt::Display) -> AccessTokenError {
    AccessTokenError::Invalid(error.to_string())
}

#[cfg(test)]
mod forgeries;
mod known;
#[cfg(test)]
mod tests;
