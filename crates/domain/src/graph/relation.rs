//! What one user has decided about another.

use thiserror::Error;

use crate::ids::UserId;
use crate::time::Timestamp;

/// The kinds of decisions. Each stands for itself: who mutes somebody may still follow him.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum RelationKind {
    /// Wants to read him at home.
    Follow,
    /// Neither sees nor reaches the other any more, both ways.
    Block,
    /// Does not want him in lists and notifications; he learns nothing of it.
    Mute,
}

impl RelationKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Follow, Self::Block, Self::Mute];
}

/// What one user has decided about another: at most one of each kind between two.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Relation {
    /// What.
    pub kind: RelationKind,
    /// Who decided.
    pub from: UserId,
    /// About whom.
    pub to: UserId,
    /// Since when.
    pub created_at: Timestamp,
}

/// Nobody follows, blocks or mutes himself.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("must be somebody else")]
pub struct ToOneselfError;

/// A user has decided.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RelationBegun {
    /// What.
    pub relation: Relation,
    /// The version of who decided, which a decision leaves as it was.
    pub version: u32,
}

/// A decision was taken back, by who made it or by a block.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RelationEnded {
    /// What.
    pub relation: Relation,
    /// The version of who had decided.
    pub version: u32,
}

impl Relation {
    /// Decides, as a user of that version.
    pub fn begin(
        kind: RelationKind,
        from: UserId,
        version: u32,
        to: UserId,
        now: Timestamp,
    ) -> Result<(Self, RelationBegun), ToOneselfError> {
        if from == to {
            return Err(ToOneselfError);
        }
        let relation = Self {
            kind,
            from,
            to,
            created_at: now,
        };
        Ok((relation, RelationBegun { relation, version }))
    }

    /// Takes it back; `version` is that of who had decided.
    #[must_use]
    pub const fn end(self, version: u32) -> RelationEnded {
        RelationEnded {
            relation: self,
            version,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_decides_about_himself() {
        let ada = UserId::parse("tz4a98xxat96iws9zmbrgj3a").expect("id");
        let bob = UserId::parse("pfh0haxfpzowht3oi213cqos").expect("id");
        let now = Timestamp::from_micros(1);
        for kind in RelationKind::ALL {
            let to_oneself = Relation::begin(kind, ada, 1, ada, now);
            assert_eq!(to_oneself, Err(ToOneselfError));
            let (relation, event) = Relation::begin(kind, ada, 3, bob, now).expect("a relation");
            assert_eq!((event.relation, event.version), (relation, 3));
            assert_eq!(relation.end(4).relation, relation);
        }
    }
}
