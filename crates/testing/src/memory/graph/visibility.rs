//! Whom the graph hides from whom.

use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::UserId;

use crate::memory::state::{CommentRow, State};

impl State {
    /// Whether no block stands between a user and the viewer.
    pub fn shows(&self, user: UserId, viewer: Option<UserId>) -> bool {
        viewer.is_none_or(|viewer| !self.is_blocked_between(viewer, user))
    }

    /// The same, and the viewer does not mute the user.
    pub fn lists(&self, user: UserId, viewer: Option<UserId>) -> bool {
        let mutes = |viewer| {
            let key = (viewer, RelationKind::Mute, user);
            self.relations.contains_key(&key)
        };
        self.shows(user, viewer) && !viewer.is_some_and(mutes)
    }

    /// Whether a comment is there for the viewer; tombstones are there for everybody.
    pub fn shows_comment(&self, row: &CommentRow, viewer: Option<UserId>) -> bool {
        row.author().is_none_or(|author| self.shows(author, viewer))
    }

    /// Whether a comment is in the viewer's lists.
    pub fn lists_comment(&self, row: &CommentRow, viewer: Option<UserId>) -> bool {
        row.author().is_none_or(|author| self.lists(author, viewer))
    }
}
