//! Puts adapters into ports.

mod erasing;
mod foundation;
mod identity;
mod limits;
mod mail;
mod outside;
mod ports;
mod readers;

pub use erasing::WatchedErasure;
pub use foundation::Foundation;
pub use identity::Identity;
pub use limits::Limits;
pub use mail::{mail_service, mailer};
pub use outside::outside_tokens;
pub use ports::{Edge, ports};
pub use readers::{named, readers, steps};
