//! Access tokens of an outside `OpenID` provider, such as Keycloak.
//!
//! The operator names one issuer and the audience that its tokens must have for this service.
//! Everything else comes from the provider: its discovery document (`OpenID` Connect Discovery
//! 1.0) names its key set (RFC 7517), and a key of that set must have signed the token.
//!
//! - **The issuer decides who verifies**, never the algorithm or a key that a token brings along.
//! - **A key decides which algorithms it can verify.** All of them are asymmetric: a MAC under the
//!   public key, or no signature at all, has no key here.
//! - **Keys are cached.** They are fetched at the start and every ten minutes; a token with an
//!   unknown key makes one fetch more, at most one in ten seconds, however many come at once.
//!   When the provider is away they go on verifying for a day.
//! - **What is fetched is bounded** in size and time, is never followed elsewhere by a redirect,
//!   and travels over TLS unless the provider is on this machine.
//!
//! Times are compared with the port's `now`; nothing here looks at the machine's clock.

mod claims;
mod discovery;
mod fetch;
mod issuer;
mod key;
mod key_set;
mod keys;
mod known;
mod roots;
mod tokens;

pub use issuer::{Issuer, IssuerError};
pub use keys::{KEYS_TRUSTED_FOR, REFRESH_PAUSE, REFRESH_PERIOD};
pub use roots::RootsError;
pub use tokens::{MAX_TOKEN_BYTES, OidcSettings, OidcTokens};
