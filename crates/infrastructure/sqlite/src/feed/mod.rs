//! Home feeds: where posts stand in them, and what stands there.

mod places;
mod queries;
mod rows;
