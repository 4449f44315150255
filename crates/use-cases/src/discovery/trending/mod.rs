//! What moves: posts and hashtags by a heat that a reader of the event log keeps
//! ([`TrendingReader`]). An event only says where to look; the heat follows from the tables, by
//! [`thoughts_domain::discovery::heat`]. So an event that comes again changes nothing, what was
//! taken back counts no more, and a rebuild is the same look at everything.

mod list;
mod ports;
mod projection;
mod reader;

pub use list::{Trending, TrendingUseCase};
pub use ports::{Done, MOST_TRENDING, MOST_TRENDING_HASHTAGS, TrendingQueries, TrendingRepository};
pub use reader::TrendingReader;
