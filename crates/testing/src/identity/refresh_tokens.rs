//! Refresh tokens from a counter.

use std::sync::atomic::{AtomicU64, Ordering};

use thoughts_use_cases::accounts::{RefreshSecret, RefreshTokens, TokenHash};

use crate::digest::{digest, hex_digest};

/// Numbers its tokens, and derives a successor from the token alone.
#[derive(Debug, Default)]
pub struct PlainRefreshTokens(AtomicU64);

impl RefreshTokens for PlainRefreshTokens {
    fn generate(&self) -> RefreshSecret {
        let number = self.0.fetch_add(1, Ordering::SeqCst).to_string();
        RefreshSecret::new(hex_digest("refresh token", number.as_bytes()))
    }

    fn successor(&self, token: &RefreshSecret) -> RefreshSecret {
        RefreshSecret::new(hex_digest("successor", token.as_str().as_bytes()))
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
