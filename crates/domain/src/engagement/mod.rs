//! What users do with the posts and comments of others, once each: like, repost, keep.

mod reaction;

pub use reaction::{Reacted, Reaction, ReactionTakenBack, Target};
