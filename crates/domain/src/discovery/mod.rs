//! Finding things: what a text is found by, what somebody looks for, and which hit comes first.

mod rank;
mod search_text;
mod words;

pub use rank::{UserMatch, post_score};
pub use search_text::{SearchText, SearchTextError};
pub use words::{names, words};
