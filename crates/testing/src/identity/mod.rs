//! The ports of identity, quick and repeatable. They refuse what real ones refuse, and protect
//! nothing.

mod access_tokens;
mod authenticator;
mod hasher;
mod one_time_tokens;
mod outside_tokens;
mod refresh_tokens;
mod second_factors;

pub use access_tokens::PlainAccessTokens;
pub use authenticator::PlainAuthenticator;
pub use hasher::QuickHasher;
pub use one_time_tokens::PlainOneTimeTokens;
pub use outside_tokens::PlainOutsideTokens;
pub use refresh_tokens::PlainRefreshTokens;
pub use second_factors::PlainSecondFactors;
