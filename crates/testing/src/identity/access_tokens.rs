//! Access tokens that a person can read.

use thoughts_domain::accounts::Standing;
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{
    ACCESS_TOKEN_LIFETIME, AccessClaims, AccessTokenError, AccessTokens,
};

use crate::digest::hex_digest;

/// `<user>.<session>.<role>.<suspended>.<expiry in microseconds>.<tag>`: readable, and refused when a letter
/// of it was changed.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainAccessTokens;

impl AccessTokens for PlainAccessTokens {
    fn sign(&self, claims: &AccessClaims, now: Timestamp) -> Result<String, AccessTokenError> {
        let content = format!(
            "{}.{}.{}.{}.{}",
            claims.user_id,
            claims.session_id,
            claims.standing.role.as_str(),
            claims.standing.suspended,
            now.plus(ACCESS_TOKEN_LIFETIME).as_micros()
        );
        let tag = hex_digest("access token", content.as_bytes());
        Ok(format!("{content}.{tag}"))
    }

    fn verify(&self, token: &str, now: Timestamp) -> Result<AccessClaims, AccessTokenError> {
        let (content, tag) = token.rsplit_once('.').ok_or_else(invalid)?;
        if hex_digest("access token", content.as_bytes()) != tag {
            return Err(invalid());
        }
        let parts: Vec<_> = content.split('.').collect();
        let [user, session, role, suspended, expiry] = parts[..] else {
            return Err(invalid());
        };
        let expiry = expiry.parse().map_err(|_| invalid())?;
        if Timestamp::from_micros(expiry) <= now {
            return Err(AccessTokenError::Expired);
        }
        Ok(AccessClaims {
            user_id: UserId::parse(user).map_err(|_| invalid())?,
            session_id: SessionId::parse(session).map_err(|_| invalid())?,
            standing: Standing {
                role: role.parse().map_err(|_| invalid())?,
                suspended: suspended.parse().map_err(|_| invalid())?,
            },
        })
    }

    fn key_set(&self) -> String {
        r#"{"keys":[]}"#.to_owned()
    }
}

fn invalid() -> AccessTokenError {
    AccessTokenError::Invalid("not a token of this signer".to_owned())
}

#[cfg(test)]
mod tests {
    use thoughts_domain::accounts::Role;
    use thoughts_use_cases::system::IdGenerator;

    use super::*;
    use crate::SequentialIds;

    #[test]
    fn is_good_for_its_time_and_only_as_signed() {
        let ids = SequentialIds::default();
        let claims = AccessClaims {
            user_id: UserId::new(ids.next()),
            session_id: SessionId::new(ids.next()),
            standing: Standing::of(Role::Moderator),
        };
        let now = Timestamp::from_micros(7);
        let token = PlainAccessTokens.sign(&claims, now).expect("token");
        assert_eq!(PlainAccessTokens.verify(&token, now), Ok(claims));
        assert_eq!(
            PlainAccessTokens.verify(&token, now.plus(ACCESS_TOKEN_LIFETIME)),
            Err(AccessTokenError::Expired)
        );
        for forged in [token.replace("moderator", "operator"), String::new()] {
            assert_eq!(PlainAccessTokens.verify(&forged, now), Err(invalid()));
        }
    }
}
