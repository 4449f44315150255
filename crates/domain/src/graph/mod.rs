//! Who follows, blocks and mutes whom.

mod relation;

pub use relation::{Relation, RelationBegun, RelationEnded, RelationKind, ToOneselfError};
