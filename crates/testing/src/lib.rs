//! What tests of every layer share.
//!
//! - [`contract`]: one suite per storage port. An adapter that passes is correct; what is not in
//!   a suite is not promised. [`contract_suite!`] turns all cases into tests of the calling crate.
//! - [`memory`]: a storage in memory that keeps every promise, for tests of use cases and
//!   deliveries.
//! - [`FixedClock`], [`SequentialIds`], [`PlainEncoder`] and [`identity`]: the other ports,
//!   quick and repeatable.
//! - [`builders`]: users, posts and comments in one line.
//! - [`MemoryMailer`] keeps mails, [`smtp`] is a small mail server.
//! - [`faults`]: a store that fails when told.
//! - [`limits`]: the suite of the port to rate limits ([`limiter_contract!`]), and a limiter by the
//!   clock of tests.
//! - [`provider`]: an `OpenID` provider that a test runs itself.
//! - [`personal_data`]: every column of a schema against the page that classifies it.
//!
//! To add a capability: write its cases in a new file of [`contract`], name them in the list of
//! [`contract_suite!`], and fill its ports in [`memory`].

#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::panic,
    reason = "all of this runs inside tests, where a broken assumption must fail"
)]

pub mod builders;
mod clock;
pub mod contract;
mod digest;
mod encoder;
pub mod faults;
pub mod identity;
mod ids;
pub mod limits;
mod mailer;
pub mod memory;
pub mod personal_data;
pub mod provider;
pub mod smtp;

pub use clock::FixedClock;
pub use encoder::PlainEncoder;
pub use ids::SequentialIds;
pub use mailer::MemoryMailer;
