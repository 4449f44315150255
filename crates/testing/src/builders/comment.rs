//! A comment in one line.

use thoughts_domain::accounts::User;
use thoughts_domain::comments::Comment;
use thoughts_domain::ids::CommentId;
use thoughts_domain::posts::Post;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::system::{Clock, IdGenerator};

use super::comment_body;

/// A comment in the making.
#[derive(Clone, Debug)]
pub struct CommentBuilder {
    body: String,
    parent: Option<Comment>,
    at: Option<Timestamp>,
}

/// A comment that says that.
#[must_use]
pub fn a_comment(body: &str) -> CommentBuilder {
    CommentBuilder {
        body: body.to_owned(),
        parent: None,
        at: None,
    }
}

impl CommentBuilder {
    /// That answers `parent`.
    #[must_use]
    pub fn under(self, parent: &Comment) -> Self {
        Self {
            parent: Some(parent.clone()),
            ..self
        }
    }

    /// Added at that moment instead of now.
    #[must_use]
    pub fn at(self, at: Timestamp) -> Self {
        Self {
            at: Some(at),
            ..self
        }
    }

    /// The comment, by `author` on `post`.
    ///
    /// # Panics
    /// When the parent is on another post or too deep.
    #[must_use]
    pub fn build(
        self,
        author: &User,
        post: &Post,
        ids: &dyn IdGenerator,
        clock: &dyn Clock,
    ) -> Comment {
        let (comment, _) = Comment::add(
            CommentId::new(ids.next()),
            post.id,
            self.parent.as_ref(),
            author.id,
            comment_body(&self.body),
            self.at.unwrap_or_else(|| clock.now()),
        )
        .expect("a parent on the same post with room below");
        comment
    }
}
