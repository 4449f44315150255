//! A second factor beside the password: enrolment, what is asked at login, recovery codes.
//!
//! It stands between the password and the session. So it is asked of who logs in by a password,
//! and of who changes it; a session that is open goes on, and a token of an outside provider is
//! the provider's to guard.

mod begin;
mod change;
mod check;
mod confirm;
mod news;
mod ports;
mod remove;
mod replace_codes;
mod reseal;
mod turn_off;

pub use begin::*;
pub use change::{ChangeSecondFactor, ChangeSecondFactorError, SecondFactorProof};
pub use confirm::*;
pub use ports::*;
pub use remove::*;
pub use replace_codes::*;
pub use reseal::*;
pub use turn_off::*;

pub(crate) use check::{CheckError, CodeTry, Proved, check};
pub(crate) use news::News;
