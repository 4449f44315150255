//! Whom the graph hides from whom, and what moderators hide.

use thoughts_domain::accounts::Role;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{PostId, UserId};

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

    /// Whether the viewer sees what moderators have hidden of a user.
    pub fn sees_hidden(&self, author: UserId, viewer: Option<UserId>) -> bool {
        let account = viewer.and_then(|id| self.users.get(&id)?.account.as_ref());
        viewer == Some(author) || account.is_some_and(|account| account.user.role != Role::User)
    }

    /// Whether what stands on a post is there with it. The author of the post sees it, too.
    pub fn shows_thread(&self, post: PostId, viewer: Option<UserId>) -> bool {
        self.posts
            .get(&post)
            .is_some_and(|row| !row.post.hidden || self.sees_hidden(row.post.author_id, viewer))
    }

    /// Whether a comment is there for the viewer; tombstones are there for everybody.
    pub fn shows_comment(&self, row: &CommentRow, viewer: Option<UserId>) -> bool {
        let his = row.author().is_some() && row.author() == viewer;
        row.author().is_none_or(|author| self.shows(author, viewer))
            && (his || self.shows_thread(row.post_id, viewer))
    }

    /// Whether a comment is in the viewer's lists.
    pub fn lists_comment(&self, row: &CommentRow, viewer: Option<UserId>) -> bool {
        row.author().is_none_or(|author| self.lists(author, viewer))
    }
}
