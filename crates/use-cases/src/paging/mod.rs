//! Keyset pagination: a page names the row at its edge, never a number of rows to skip.

mod keys;
mod page;
mod request;

pub use keys::{RankKey, TimeKey, VersionKey};
pub use page::Page;
pub use request::{Direction, PageLimit, PageLimitError, PageRequest};
