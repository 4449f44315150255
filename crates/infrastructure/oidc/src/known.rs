//! Tokens of the provider that were found genuine lately.

use std::sync::Arc;

use quick_cache::sync::Cache;
use sha2::{Digest, Sha256};
use thoughts_use_cases::accounts::OutsideClaims;

/// How many are remembered: about 6 MB when full.
const CAPACITY: usize = 8_192;

/// What a token says whose signature was checked. Whether it is in time is asked on every use.
#[derive(Clone)]
pub(crate) struct Genuine {
    pub(crate) claims: Arc<OutsideClaims>,
    /// Seconds since 1970 from which on it is good.
    pub(crate) begins: i64,
    /// Seconds since 1970 at which it is no longer.
    pub(crate) ends: i64,
    /// Under which keys it was checked: under others it is checked anew, so that a key that the
    /// provider has withdrawn takes its tokens along.
    pub(crate) generation: u64,
}

/// Remembers genuine tokens by their SHA-256: checking an RSA signature costs many times more. A
/// text that was refused is not remembered, so that nobody can fill this by guessing.
pub(crate) struct KnownTokens(Cache<[u8; 32], Genuine>);

impl Default for KnownTokens {
    fn default() -> Self {
        Self(Cache::new(CAPACITY))
    }
}

impl KnownTokens {
    /// What the token says, if it was checked under these keys.
    pub(crate) fn get(&self, token: &str, generation: u64) -> Option<Genuine> {
        let known = self.0.get(&digest(token))?;
        (known.generation == generation).then_some(known)
    }

    /// Remembers a token.
    pub(crate) fn insert(&self, token: &str, genuine: Genuine) {
        self.0.insert(digest(token), genuine);
    }
}

fn digest(token: &str) -> [u8; 32] {
    Sha256::digest(token).into()
}
