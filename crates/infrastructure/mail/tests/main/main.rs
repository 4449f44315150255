//! Mails handed to a mail server that the tests run themselves.

#![expect(
    clippy::expect_used,
    reason = "all of this runs inside tests, where a broken assumption must fail"
)]

mod messages;
mod support;
mod tls;
mod troubles;
