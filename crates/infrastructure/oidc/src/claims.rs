//! What a token says, and whether it is an access token for this service.

use std::sync::Arc;

use jsonwebtoken::{Algorithm, Header, Validation};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;
use thoughts_domain::accounts::{Email, OutsideIdentity};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::OutsideClaims;

use crate::issuer::Issuer;
use crate::known::Genuine;

/// The claims that count (RFC 7519, RFC 9068, `OpenID` Connect Core 1.0). One that stands there
/// twice is refused by the reader.
#[derive(Deserialize)]
pub(crate) struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: Date,
    iat: Date,
    nbf: Option<Date>,
    azp: Option<Value>,
    client_id: Option<Value>,
    typ: Option<Value>,
    cnf: Option<IgnoredAny>,
    nonce: Option<IgnoredAny>,
    at_hash: Option<IgnoredAny>,
    c_hash: Option<IgnoredAny>,
    events: Option<IgnoredAny>,
    preferred_username: Option<Value>,
    name: Option<Value>,
    email: Option<Value>,
    email_verified: Option<Value>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// Seconds since 1970, which some providers give with a fraction.
#[derive(Clone, Copy, Deserialize)]
#[serde(untagged)]
enum Date {
    Whole(i64),
    Fraction(f64),
}

impl Date {
    /// Whole seconds, the fraction cut off; none beyond what a clock can show.
    fn seconds(self) -> Option<i64> {
        const END: i64 = 253_402_300_800; // the year 10000
        let seconds = match self {
            Self::Whole(seconds) => seconds,
            #[expect(
                clippy::cast_possible_truncation,
                reason = "what is cut off is checked"
            )]
            Self::Fraction(seconds) => seconds as i64,
        };
        (0..END).contains(&seconds).then_some(seconds)
    }
}

/// Whether the header is that of an access token. The type is `at+jwt` by RFC 9068; Keycloak and
/// others write `JWT` or nothing. Other types are other things: logout tokens, security events.
pub(crate) fn is_of_access_token(header: &Header) -> bool {
    let kind = header.typ.as_deref().map(str::to_ascii_lowercase);
    let kind = kind.as_deref().map(|kind| {
        let bare = kind.strip_prefix("application/");
        bare.unwrap_or(kind)
    });
    // RFC 7515, 4.1.11: what one must understand and does not, one must refuse.
    header.crit.is_none() && matches!(kind, None | Some("jwt" | "at+jwt"))
}

/// The library's rules, every one named: its own choice would allow a minute of leeway, skip
/// `nbf`, and read the machine's clock. The times are therefore compared elsewhere.
pub(crate) fn rules(issuer: &Issuer, audience: &str) -> Validation {
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.set_issuer(&[issuer.as_str()]);
    rules.set_audience(&[audience]);
    rules.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
    rules.leeway = 0;
    rules.validate_exp = false;
    rules.validate_nbf = false;
    rules
}

impl Claims {
    /// What a verified token says; the reason when it is none for this service.
    pub(crate) fn genuine(
        self,
        issuer: &Issuer,
        audience: &str,
        generation: u64,
    ) -> Result<Genuine, &'static str> {
        self.check_addressee(issuer, audience)?;
        self.check_kind()?;
        let date = |date: Date| date.seconds().ok_or("a time is out of range");
        let (ends, issued_at) = (date(self.exp)?, date(self.iat)?);
        let begins = self.nbf.map_or(Ok(issued_at), date)?.max(issued_at);
        let identity = OutsideIdentity::parse(&self.iss, &self.sub)
            .map_err(|_| "the subject is not one that OpenID allows")?;
        let verified = self.email_verified == Some(Value::Bool(true));
        let email = text(self.email).filter(|_| verified);
        let claims = OutsideClaims {
            identity,
            username: text(self.preferred_username),
            name: text(self.name),
            email: email.and_then(|email| Email::parse(&email).ok()),
            issued_at: Timestamp::from_micros(issued_at * 1_000_000),
        };
        Ok(Genuine {
            claims: Arc::new(claims),
            begins,
            ends,
            generation,
        })
    }

    fn check_addressee(&self, issuer: &Issuer, audience: &str) -> Result<(), &'static str> {
        if self.iss != issuer.as_str() {
            return Err("it is of another issuer");
        }
        match &self.aud {
            Audience::One(one) if one == audience => Ok(()),
            Audience::Several(all) if all.iter().any(|one| one == audience) => {
                // Whoever may use a token that is good in several places must be named.
                let party = self.azp.as_ref().or(self.client_id.as_ref());
                let named = party.and_then(Value::as_str).is_some_and(|p| !p.is_empty());
                match all.len() {
                    1 => Ok(()),
                    _ if named => Ok(()),
                    _ => Err("it is for several audiences and names no party (azp)"),
                }
            }
            _ => Err("it is for another audience"),
        }
    }

    /// Other tokens of the same provider, signed by the same keys.
    fn check_kind(&self) -> Result<(), &'static str> {
        let bearer = |kind: &Value| {
            kind.as_str()
                .is_some_and(|k| k.eq_ignore_ascii_case("bearer"))
        };
        match &self.typ {
            // Keycloak says so, also where an old version left a nonce in.
            Some(kind) if bearer(kind) => {}
            Some(_) => return Err("its kind (typ) is not Bearer"),
            None if self.nonce.is_some() || self.at_hash.is_some() || self.c_hash.is_some() => {
                return Err("it is an ID token");
            }
            None => {}
        }
        if self.events.is_some() {
            return Err("it is a security event");
        }
        if self.cnf.is_some() {
            return Err("it is bound to a key (cnf), of which a bearer token proves nothing");
        }
        Ok(())
    }
}

/// A text; anything else counts as nothing said. Nobody is called by more than a few lines.
fn text(value: Option<Value>) -> Option<String> {
    match value {
        Some(Value::String(text)) => Some(text.chars().take(1_000).collect()),
        _ => None,
    }
}
