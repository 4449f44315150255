//! What it is enough to have done once: a follow, a like, a repost.

use super::{Due, NotificationKind};
use crate::ids::{CommentId, Cuid, PostId, UserId};
use crate::time::Timestamp;

/// The kinds of deeds.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum DeedKind {
    /// Follows a user.
    Follow,
    /// Likes a post.
    LikePost,
    /// Likes a comment.
    LikeComment,
    /// Reposts a post.
    Repost,
}

impl DeedKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [
        Self::Follow,
        Self::LikePost,
        Self::LikeComment,
        Self::Repost,
    ];

    /// What it is told as.
    #[must_use]
    pub const fn told_as(self) -> NotificationKind {
        match self {
            Self::Follow => NotificationKind::Follow,
            Self::LikePost | Self::LikeComment => NotificationKind::Like,
            Self::Repost => NotificationKind::Repost,
        }
    }
}

/// What somebody does to another or to what that has written, until he undoes it.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Deed {
    /// What.
    pub kind: DeedKind,
    /// Who.
    pub by: UserId,
    /// To which user, post or comment.
    pub target: Cuid,
}

/// What a deed's notification follows from, while it stands. All users in it have an account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct DeedFacts {
    /// What was done.
    pub deed: Deed,
    /// To whom, or to whose post or comment.
    pub to: UserId,
    /// The post that it was done to, or that the comment is on.
    pub post_id: Option<PostId>,
    /// Since when.
    pub at: Timestamp,
}

/// Who is followed is told, and whose post or comment it is; nobody of what he did himself.
#[must_use]
pub fn of_deed(facts: &DeedFacts) -> Option<Due> {
    let Deed { kind, by, target } = facts.deed;
    (by != facts.to).then(|| Due {
        recipient: facts.to,
        kind: kind.told_as(),
        subject: target,
        post_id: facts.post_id,
        comment_id: (kind == DeedKind::LikeComment).then(|| CommentId::new(target)),
        actor: by,
        source: target,
        at: facts.at,
        fresh: true,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const IDS: [&str; 3] = [
        "tz4a98xxat96iws9zmbrgj3a",
        "pfh0haxfpzowht3oi213cqos",
        "nc6bzmkmd014706rfda898to",
    ];

    fn id() -> impl Strategy<Value = Cuid> {
        select(&IDS[..]).prop_map(|text| Cuid::parse(text).expect("id"))
    }

    fn facts() -> impl Strategy<Value = DeedFacts> {
        let parts = (select(&DeedKind::ALL[..]), id(), id(), id(), id(), 0..9_i64);
        parts.prop_map(|(kind, by, to, target, post, at)| {
            let (by, to) = (UserId::new(by), UserId::new(to));
            let follows = kind == DeedKind::Follow;
            let target = if follows { to.raw() } else { target };
            DeedFacts {
                deed: Deed { kind, by, target },
                to,
                post_id: (!follows).then(|| PostId::new(post)),
                at: Timestamp::from_micros(at),
            }
        })
    }

    proptest! {
        #[test]
        fn everybody_else_is_told_of_what_it_was_done_to(facts in facts()) {
            let due = of_deed(&facts);
            prop_assert_eq!(due.is_none(), facts.deed.by == facts.to);
            if let Some(due) = due {
                prop_assert_eq!((due.recipient, due.actor), (facts.to, facts.deed.by));
                prop_assert_eq!(due.kind, facts.deed.kind.told_as());
                prop_assert!(due.kind.is_of_a_deed() && due.fresh);
                prop_assert_eq!((due.subject, due.source), (facts.deed.target, facts.deed.target));
                let of_comment = facts.deed.kind == DeedKind::LikeComment;
                prop_assert_eq!(due.comment_id.is_some(), of_comment);
                prop_assert_eq!((due.post_id, due.at), (facts.post_id, facts.at));
            }
        }
    }
}
