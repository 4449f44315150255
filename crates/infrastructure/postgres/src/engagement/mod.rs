//! Reactions on `PostgreSQL`.
//!
//! A viral post is no queue (docs/decisions/0024): who finds that others are counting in its row marks it, and
//! from then on everybody counts in a slot of his own connection, without a lock that another
//! wants. `folding` adds slots to the row, and unmarks it when nobody comes any more. Reads add
//! the slots of those that are marked. What keeps that exact:
//!
//! - whoever writes a slot holds the post (KEY SHARE) and has seen the mark under that lock;
//! - the mark is taken away only under a lock that waits for all of those (UPDATE), and only when
//!   a look that began under it finds no slot.

mod export;
mod folding;
mod forgetting;
mod lists;
mod queries;
mod reacting;
mod repository;
mod rows;
mod taking_back;
