//! An `OpenID` provider that a test runs itself, with keys that it makes.
//!
//! It listens on a port of 127.0.0.1, answers with what the test sets, counts what it is asked,
//! and can be gone.

mod key;
mod server;

pub use key::{ProviderKey, forged};
pub use server::{Page, Provider};
