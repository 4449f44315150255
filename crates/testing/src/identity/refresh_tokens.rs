//! Refresh tokens from a counter.

use std::sync::atomic::{AtomicU64, Ordering};

use thoughts_use_cases::accounts::{RefreshSecret, RefreshTokens, TokenHash};

use crate::digest::{digest, hex_digest};

/// Numbers its tokens, and derives a successor from the token and the names of its keys alone.
#[derive(Debug)]
pub struct PlainRefreshTokens {
    next: AtomicU64,
    key: &'static str,
    other_keys: Vec<&'static str>,
}

impl PlainRefreshTokens {
    /// Under the key of this name, while others of those names count too.
    #[must_use]
    pub fn under(key: &'static str, other_keys: &[&'static str]) -> Self {
        Self {
            next: AtomicU64::default(),
            key,
            other_keys: other_keys.to_vec(),
        }
    }
}

impl Default for PlainRefreshTokens {
    fn default() -> Self {
        Self::under("successor", &[])
    }
}

impl RefreshTokens for PlainRefreshTokens {
    fn generate(&self) -> RefreshSecret {
        let number = self.next.fetch_add(1, Ordering::SeqCst).to_string();
        RefreshSecret::new(hex_digest("refresh token", number.as_bytes()))
    }

    fn successor(&self, token: &RefreshSecret) -> RefreshSecret {
        RefreshSecret::new(hex_digest(self.key, token.as_str().as_bytes()))
    }

    fn other_successors(&self, token: &RefreshSecret) -> Vec<RefreshSecret> {
        let keys = self.other_keys.iter();
        keys.map(|key| RefreshSecret::new(hex_digest(key, token.as_str().as_bytes())))
            .collect()
    }

    fn hash(&self, token: &RefreshSecret) -> TokenHash {
        TokenHash(digest("token hash", token.as_str().as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_token_has_one_successor() {
        let tokens = PlainRefreshTokens::default();
        let (one, two) = (tokens.generate(), tokens.generate());
        assert_ne!(one, two);
        assert_eq!(tokens.successor(&one), tokens.successor(&one));
        assert_ne!(tokens.successor(&one), tokens.successor(&two));
        assert_ne!(tokens.hash(&one), tokens.hash(&tokens.successor(&one)));
    }
}
