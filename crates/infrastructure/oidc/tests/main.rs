//! The adapter against a provider that the test runs, with keys that it makes.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a helper that fails must fail the test"
)]

mod claims;
mod documents;
mod forgeries;
mod rotation;
mod support;
mod tls;
mod unreachable;
