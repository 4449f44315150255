//! Tokens that were found genuine lately.

use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};
use thoughts_use_cases::accounts::{AccessClaims, AccessTokenError};

/// How many are remembered: about 2 MB when full.
const CAPACITY: usize = 16_384;

/// What a token says whose signature was checked. Whether it is in time is asked on every use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Genuine {
    pub(super) claims: AccessClaims,
    /// Seconds since 1970 from which on it is good.
    pub(super) begins: i64,
    /// Seconds since 1970 at which it is no longer.
    pub(super) ends: i64,
}

/// Remembers genuine tokens by their SHA-256, because checking a signature costs more than reading
/// a page of the feed (a prototype without a bound took 208 instead of 293 microseconds of
/// the processor for a request, on a busy machine). A text that was refused is not remembered, so that nobody can fill this by guessing.
pub(super) struct KnownTokens(Cache<[u8; 32], Genuine>);

impl Default for KnownTokens {
    fn default() -> Self {
        Self(Cache::new(CAPACITY))
    }
}

impl KnownTokens {
    /// What the token says: remembered, or checked now.
    pub(super) fn or_check(
        &self,
        token: &str,
        check: impl FnOnce() -> Result<Genuine, AccessTokenError>,
    ) -> Result<Genuine, AccessTokenError> {
        let digest: [u8; 32] = Sha256::digest(token).into();
        if let Some(known) = self.0.get(&digest) {
            return Ok(known);
        }
        let genuine = check()?;
        self.0.insert(digest, genuine);
        Ok(genuine)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use thoughts_domain::accounts::Standing;
    use thoughts_domain::ids::{SessionId, UserId};

    use super::*;

    fn genuine() -> Genuine {
        Genuine {
            claims: AccessClaims {
                user_id: UserId::parse("tz4a98xxat96iws9zmbrgj3a").expect("an id"),
                session_id: SessionId::parse("pfh0haxfpzowht3oi213cqos").expect("an id"),
                standing: Standing::default(),
            },
            begins: 1,
            ends: 2,
        }
    }

    #[test]
    fn a_genuine_token_is_checked_once_and_another_again() {
        let known = KnownTokens::default();
        let checks = Cell::new(0);
        let check = || {
            checks.set(checks.get() + 1);
            Ok(genuine())
        };
        for token in ["a", "a", "b", "a", "b"] {
            assert!(known.or_check(token, check).is_ok());
        }
        assert_eq!(checks.get(), 2);
    }

    #[test]
    fn what_was_refused_is_checked_each_time() {
        let known = KnownTokens::default();
        let refused = || Err(AccessTokenError::Invalid("forged".to_owned()));
        assert!(known.or_check("a", refused).is_err());
        assert!(known.or_check("a", refused).is_err());
        assert!(known.or_check("a", || Ok(genuine())).is_ok());
    }

    #[test]
    fn it_never_holds_more_than_it_may() {
        let known = KnownTokens::default();
        for number in 0..CAPACITY * 2 {
            assert!(
                known
                    .or_check(&number.to_string(), || Ok(genuine()))
                    .is_ok()
            );
        }
        assert!(known.0.len() <= CAPACITY);
    }
}
