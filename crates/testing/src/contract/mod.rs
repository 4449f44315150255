//! The promises of the storage ports, as suites that every adapter runs.
//!
//! A case takes a [`Scene`] over an empty storage and fails when a promise is broken. The cases
//! themselves are called by [`crate::contract_suite!`] only, and their names say what they hold.

mod adapter;
#[doc(hidden)]
pub mod erasure;
mod samples;
mod scene;
#[doc(hidden)]
pub mod sessions;
mod suite;
#[doc(hidden)]
pub mod unit_of_work;
#[doc(hidden)]
pub mod users;
mod walk;

pub use adapter::Adapter;
pub use scene::Scene;
