//! What the recipient gets.

use thoughts_domain::ids::{CommentId, NotificationId, PostId};
use thoughts_domain::notifications::NotificationKind;
use thoughts_domain::time::Timestamp;

use crate::accounts::UserSummary;
use crate::paging::PageKey;

/// A notification: everything of one kind and about one thing, until it was read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct NotificationView {
    /// Which.
    pub id: NotificationId,
    /// What it is about.
    pub kind: NotificationKind,
    /// Up to three of those who did it, who did so last first.
    pub actors: Vec<UserSummary>,
    /// How many did it.
    pub actor_count: u64,
    /// The post that it happened on; none of followers.
    pub post_id: Option<PostId>,
    /// The last comment that did it, or the one that is liked.
    pub comment_id: Option<CommentId>,
    /// When the last of them did it.
    pub created_at: Timestamp,
    /// Whether the recipient has read it.
    pub read: bool,
    /// Its place in the recipient's list, which grows.
    pub place: u64,
}

/// The edge of a recipient's list. A notification that somebody joins moves to the front; a walk
/// sees each where it was when the walk began.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct NotificationKey {
    /// The first place of the list when the walk began: what came later is not in it.
    pub began: u64,
    /// The place of the row at the edge.
    pub place: u64,
}

impl PageKey for NotificationKey {
    fn before(&self) -> Self {
        let place = self.place.saturating_sub(1);
        Self { place, ..*self }
    }

    fn after(&self) -> Self {
        let place = self.place.saturating_add(1);
        Self { place, ..*self }
    }
}
