//! Keyset pagination: a page names the row at its edge, never a number of rows to skip.

mod keys;
mod page;
mod request;

pub use keys::{PageKey, RankKey, TimeKey, VersionKey};
pub use page::{Order, Page};
pub use request::{Direction, PageLimit, PageLimitError, PageRequest};
