//! Makes up a world: users with their posts, comments, follows and likes that look like a year of
//! a small network.
//!
//! Equal plans give equal worlds on every machine: the generator of chance is `ChaCha8`, whose
//! stream is fixed, and nothing is taken from the surroundings. Popularity is Zipf-like: few
//! accounts write much and are followed by many, few posts draw most comments and likes.
//!
//! The shape of the world (who, when, under what) is decided first and held in a few bytes for
//! each row; texts are made only when a row is handed out, each from a stream of chance of its
//! own, so that a world can be walked again and again.

mod ahead;
mod chance;
mod comments;
mod made_up;
mod names;
mod phrases;
mod posts;
mod reactions;
mod relations;
mod text;
mod users;

pub use ahead::MadeAhead;
pub use made_up::MadeUpWorld;

/// The end of the year over which a world spreads, 2026-01-01T00:00:00Z, in microseconds.
pub const WORLD_END_MICROS: i64 = 1_767_225_600_000_000;

/// How long a world spreads over, in microseconds: 365 days.
pub const WORLD_SPAN_MICROS: i64 = 365 * 24 * 3_600 * 1_000_000;

/// The password of every made-up user.
pub const SEED_PASSWORD: &str = "thoughts-seed";
