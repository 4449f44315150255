//! What a user, a session, a post and a comment are, and their rules.
//!
//! Nothing here knows of storage, HTTP or JSON. Three habits run through every room:
//!
//! - a **value object** has private fields and one way in (`parse`), and another door,
//!   `from_storage`, for rows that were checked when they were written;
//! - an **aggregate** returns the event of what it did: `Post::publish(..) -> (Post, PostPublished)`;
//! - time and identifiers are handed in, never fetched.
//!
//! To add a capability, add a room (a module) with its value objects, its aggregate and its
//! events, and a variant to [`events::DomainEvent`].

pub mod accounts;
pub mod comments;
pub mod discovery;
pub mod engagement;
pub mod events;
pub mod graph;
pub mod ids;
pub mod inconsistency;
pub mod moderation;
pub mod notifications;
pub mod posts;
pub mod second_factor;
pub mod text;
pub mod time;

pub use inconsistency::Inconsistency;
