//! Rows of comments, and what hangs on them.

use thoughts_domain::comments::Comment;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_use_cases::comments::{CommentView, CommentViewer};

use crate::memory::state::{CommentRow, State};

impl CommentRow {
    pub fn of(comment: &Comment) -> Self {
        Self {
            id: comment.id,
            post_id: comment.post_id,
            parent_id: comment.parent_id,
            depth: comment.depth,
            created_at: comment.created_at,
            edited_at: comment.edited_at,
            version: comment.version,
            reply_count: 0,
            content: Some((comment.author_id, comment.body.clone())),
            hidden: comment.hidden,
        }
    }

    /// Who wrote it; none for a tombstone.
    pub fn author(&self) -> Option<UserId> {
        self.content.as_ref().map(|(author, _)| *author)
    }

    /// The comment; none for a tombstone.
    pub fn live(&self) -> Option<Comment> {
        let (author_id, body) = self.content.clone()?;
        Some(Comment {
            id: self.id,
            post_id: self.post_id,
            parent_id: self.parent_id,
            author_id,
            body,
            depth: self.depth,
            created_at: self.created_at,
            edited_at: self.edited_at,
            version: self.version,
            hidden: self.hidden,
        })
    }
}

impl State {
    pub fn comment_view(&self, row: &CommentRow, viewer: Option<UserId>) -> CommentView {
        let content = row.content.as_ref();
        let content =
            content.filter(|(author, _)| !row.hidden || self.sees_hidden(*author, viewer));
        let author = content.and_then(|(id, _)| self.users.get(id));
        CommentView {
            id: row.id,
            post_id: row.post_id,
            parent_id: row.parent_id,
            author: author.map(|row| row.shown.clone()),
            body: content.map(|(_, body)| body.as_str().to_owned()),
            depth: row.depth,
            created_at: row.created_at,
            edited_at: row.edited_at,
            version: row.version,
            like_count: self.count_reactions(Reaction::LikeComment(row.id)),
            reply_count: row.reply_count,
            deleted: content.is_none(),
            hidden: row.hidden,
            viewer: viewer.map(|viewer| CommentViewer {
                liked: self
                    .reactions
                    .contains_key(&(Reaction::LikeComment(row.id), viewer)),
            }),
        }
    }

    /// Counts a comment for its post and its parent, or off them.
    pub fn count_comment(&mut self, post: PostId, parent: Option<CommentId>, on: bool) {
        let step = |count: &mut u64| if on { *count += 1 } else { *count -= 1 };
        if let Some(post) = self.posts.get_mut(&post) {
            step(&mut post.comment_count);
        }
        if let Some(parent) = parent.and_then(|id| self.comments.get_mut(&id)) {
            step(&mut parent.reply_count);
        }
    }

    /// Whether rows, live or not, stand under a comment.
    pub fn has_rows_below(&self, id: CommentId) -> bool {
        self.comments.values().any(|row| row.parent_id == Some(id))
    }

    /// Deletes a live comment: counts it off, leaves a tombstone while rows stand under it, and
    /// takes tombstones above that have lost their last row.
    pub fn remove_comment(&mut self, id: CommentId) {
        let Some(row) = self.comments.get_mut(&id) else {
            return;
        };
        row.content = None;
        let counted = !std::mem::take(&mut row.hidden);
        let (post, parent) = (row.post_id, row.parent_id);
        if counted {
            self.count_comment(post, parent, false);
        }
        self.prune(Some(id));
        self.drop_stale_reactions();
    }

    /// Removes a row that nothing stands under, live or not, and counts it off.
    pub fn remove_leaf(&mut self, id: CommentId) {
        let Some(row) = self.comments.remove(&id) else {
            return;
        };
        if row.content.is_some() && !row.hidden {
            self.count_comment(row.post_id, row.parent_id, false);
        }
        self.prune(row.parent_id);
        self.drop_stale_reactions();
    }

    /// Removes a childless tombstone, and those above that it was the last row under.
    pub fn prune(&mut self, mut from: Option<CommentId>) {
        while let Some(id) = from {
            let childless_tombstone = self
                .comments
                .get(&id)
                .is_some_and(|row| row.content.is_none())
                && !self.has_rows_below(id);
            if !childless_tombstone {
                return;
            }
            from = self.comments.remove(&id).and_then(|row| row.parent_id);
        }
    }
}
