//! The second factor: enrolment, recovery codes, turning it off.

mod change;
mod enrolment;
mod errors;
mod wire;

pub(crate) use change::ChangeSecondFactorApi;
pub(crate) use enrolment::SecondFactorApi;
pub(crate) use wire::examples;
