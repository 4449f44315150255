//! Passwords, tokens, keys, identifiers and the clock.
//!
//! Everything secret hangs on one Ed25519 key, the [`keys::SigningKey`]: it signs the access
//! tokens, and every other secret is derived from it under a label of its own
//! ([`keys::SecretLabel`]). Nothing here prints a secret: keys have no `Debug` that shows them,
//! and no error message repeats what was given.
//!
//! To add a secret, add a label; to add a way to sign in, implement its port beside these.

mod access_tokens;
mod authenticator;
mod clock;
mod ids;
pub mod keys;
mod one_time_tokens;
mod passwords;
mod refresh_tokens;
mod sealing;
mod second_factors;

pub use access_tokens::{CLOCK_SKEW, JwtAccessTokens, MAX_TOKEN_BYTES};
pub use authenticator::HmacAuthenticator;
pub use clock::SystemClock;
pub use ids::Cuid2Generator;
pub use one_time_tokens::HmacOneTimeTokens;
pub use passwords::{Argon2idHasher, random_password};
pub use refresh_tokens::HmacRefreshTokens;
pub use second_factors::TotpSecrets;
