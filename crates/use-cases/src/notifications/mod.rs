//! Notifications: made by a reader of the event log, grouped, read and marked as read.
//!
//! What somebody is told follows from the tables alone ([`thoughts_domain::notifications`]); an
//! event only says which post, comment or deed to look at again. So applying an event twice does
//! nothing, and a rebuild is the same look at everything.

mod mark_read;
mod ports;
mod projection;
mod reader;
mod reconcile;
mod views;

#[cfg(feature = "mock")]
pub use mark_read::MockMarkRead;
pub use mark_read::{MarkRead, MarkReadCommand, MarkReadError, MarkReadUseCase, NotificationsRead};
#[cfg(feature = "mock")]
pub use ports::MockNotificationQueries;
pub use ports::{Filed, Filing, NotificationQueries, NotificationRepository};
pub use reader::NotificationReader;
pub use views::{NotificationKey, NotificationView};
