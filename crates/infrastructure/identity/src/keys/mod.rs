//! The signing key, what is derived from it, and the public keys that verify.

mod error;
mod key_file;
mod key_ring;
mod key_set;
mod public_key;
mod secret;
mod signing_key;
mod text;

pub use error::KeyError;
pub use key_file::{KeyFileError, load_or_create};
pub use key_ring::KeyRing;
pub use key_set::key_set;
pub use public_key::PublicKey;
pub use secret::{Secret, SecretLabel, Secrets};
pub use signing_key::SigningKey;
