//! A comment.

use thiserror::Error;

use super::{CommentAdded, CommentBody, CommentDeleted, CommentEdited};
use crate::ids::{CommentId, PostId, UserId};
use crate::moderation::{HiddenThing, Hiding};
use crate::time::Timestamp;

/// The depth of the deepest comment; the top level has depth 0.
pub const MAX_DEPTH: u8 = 8;

/// A live comment. A tombstone is not one: it has no author and no body, and only views show it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Comment {
    /// Names the comment.
    pub id: CommentId,
    /// The post that it is on.
    pub post_id: PostId,
    /// The comment that it answers; none at the top level.
    pub parent_id: Option<CommentId>,
    /// Who wrote it.
    pub author_id: UserId,
    /// What it says.
    pub body: CommentBody,
    /// 0 at the top, one more than its parent's below.
    pub depth: u8,
    /// When it was added.
    pub created_at: Timestamp,
    /// When the body last changed.
    pub edited_at: Option<Timestamp>,
    /// Counts bodies, from 1.
    pub version: u32,
    /// Whether a moderator has hidden it: then it is neither edited nor answered, but may still be
    /// deleted.
    pub hidden: bool,
}

/// Why a comment cannot be answered there.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum ReplyError {
    /// The parent stands at [`MAX_DEPTH`] already.
    #[error("the thread is too deep")]
    TooDeep,
    /// The parent is on another post.
    #[error("the parent is on another post")]
    OtherPost,
}

impl Comment {
    /// Adds a comment to `post_id`, under `parent` when there is one.
    pub fn add(
        id: CommentId,
        post_id: PostId,
        parent: Option<&Self>,
        author_id: UserId,
        body: CommentBody,
        now: Timestamp,
    ) -> Result<(Self, CommentAdded), ReplyError> {
        let depth = match parent {
            None => 0,
            Some(parent) if parent.post_id != post_id => return Err(ReplyError::OtherPost),
            Some(parent) if parent.depth >= MAX_DEPTH => return Err(ReplyError::TooDeep),
            Some(parent) => parent.depth + 1,
        };
        let comment = Self {
            id,
            post_id,
            parent_id: parent.map(|parent| parent.id),
            author_id,
            body,
            depth,
            created_at: now,
            edited_at: None,
            version: 1,
            hidden: false,
        };
        let event = CommentAdded {
            comment: comment.clone(),
        };
        Ok((comment, event))
    }

    /// Replaces the body. `None` when it says the same, and then nothing changes.
    pub fn edit(&mut self, body: CommentBody, now: Timestamp) -> Option<CommentEdited> {
        if body == self.body {
            return None;
        }
        self.body = body;
        self.edited_at = Some(now);
        self.version += 1;
        Some(CommentEdited {
            comment: self.clone(),
        })
    }

    /// Hides what it says from all but its author and moderators. None when it is hidden already.
    pub fn hide(&mut self) -> Option<Hiding> {
        (!std::mem::replace(&mut self.hidden, true)).then(|| self.hiding())
    }

    /// Shows it again. None when it is not hidden.
    pub fn unhide(&mut self) -> Option<Hiding> {
        std::mem::take(&mut self.hidden).then(|| self.hiding())
    }

    const fn hiding(&self) -> Hiding {
        Hiding {
            what: HiddenThing::Comment(self.id, self.post_id),
            author_id: self.author_id,
            version: self.version,
        }
    }

    /// Takes the comment back.
    #[must_use]
    pub fn delete(self) -> CommentDeleted {
        CommentDeleted {
            comment_id: self.id,
            post_id: self.post_id,
            author_id: self.author_id,
            version: self.version + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn add(post: &str, parent: Option<&Comment>) -> Result<Comment, ReplyError> {
        Comment::add(
            CommentId::parse("tz4a98xxat96iws9zmbrgj3a").expect("id"),
            PostId::parse(post).expect("id"),
            parent,
            UserId::parse("pfh0haxfpzowht3oi213cqos").expect("id"),
            CommentBody::parse("hm").expect("body"),
            Timestamp::from_micros(1),
        )
        .map(|(comment, _)| comment)
    }

    const POST: &str = "nc6bzmkmd014706rfda898to";
    const OTHER: &str = "ftb6n2wmp0a6k3cvcqn0a11z";

    #[test]
    fn depth_ends_at_eight() {
        let mut comment = add(POST, None).expect("top level");
        for depth in 1..=MAX_DEPTH {
            comment = add(POST, Some(&comment)).expect("a reply");
            assert_eq!(comment.depth, depth);
        }
        assert_eq!(add(POST, Some(&comment)), Err(ReplyError::TooDeep));
    }

    #[test]
    fn a_parent_is_on_the_same_post() {
        let elsewhere = add(OTHER, None).expect("top level");
        assert_eq!(add(POST, Some(&elsewhere)), Err(ReplyError::OtherPost));
    }

    #[test]
    fn it_is_hidden_once_and_shown_once() {
        let mut comment = add(POST, None).expect("top level");
        assert_eq!(comment.unhide(), None);
        let hiding = comment.hide().expect("hidden");
        let what = HiddenThing::Comment(comment.id, comment.post_id);
        assert_eq!((hiding.what, hiding.version), (what, 1));
        assert_eq!((comment.hidden, comment.hide()), (true, None));
        assert_eq!(comment.unhide(), Some(hiding));
        assert_eq!((comment.hidden, comment.unhide()), (false, None));
    }

    #[test]
    fn saying_the_same_is_no_edit() {
        let mut comment = add(POST, None).expect("top level");
        let same = comment.body.clone();
        assert_eq!(comment.edit(same, Timestamp::from_micros(2)), None);
        let other = CommentBody::parse("ah").expect("body");
        assert!(comment.edit(other, Timestamp::from_micros(2)).is_some());
        assert_eq!(
            (comment.version, comment.edited_at),
            (2, Some(Timestamp::from_micros(2)))
        );
    }
}
