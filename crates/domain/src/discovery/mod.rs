//! Finding things: what a text is found by, what somebody looks for, which hit comes first, and
//! what moves.

mod heat;
mod rank;
mod search_text;
mod words;

pub use heat::{Deeds, MOST_DEEDS, TICK_MICROS, coldest_kept, heat, tick};
pub use rank::{UserMatch, post_score};
pub use search_text::{SearchText, SearchTextError};
pub use words::{names, words};
