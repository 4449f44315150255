//! Puts adapters into ports.

mod foundation;
mod identity;
mod ports;

pub use foundation::Foundation;
pub use identity::Identity;
pub use ports::{Edge, ports};
