//! The ports to time, chance and keyed hashing.

use thoughts_domain::ids::Cuid;
use thoughts_domain::time::Timestamp;

/// The time of day.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Clock: Send + Sync {
    /// The present moment, to the microsecond.
    fn now(&self) -> Timestamp;
}

/// Fresh identifiers.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait IdGenerator: Send + Sync {
    /// A CUID2 that nobody has seen before.
    fn next(&self) -> Cuid;
}

/// Keyed message authentication, for what clients carry and must not make up (cursors).
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait MessageAuthenticator: Send + Sync {
    /// The tag of `message`: HMAC-SHA-256 (RFC 2104), cut to 128 bits.
    fn tag(&self, message: &[u8]) -> [u8; 16];

    /// Whether `tag` belongs to `message`, in constant time.
    fn verify(&self, message: &[u8], tag: &[u8]) -> bool;
}
