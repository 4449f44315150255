//! A post in one line.

use thoughts_domain::accounts::User;
use thoughts_domain::ids::PostId;
use thoughts_domain::posts::{Mentioned, Post};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::system::{Clock, IdGenerator};

use super::post_body;

/// A post in the making.
#[derive(Clone, Debug)]
pub struct PostBuilder {
    body: String,
    mentions: Vec<Mentioned>,
    quoted: Option<PostId>,
    at: Option<Timestamp>,
}

/// A post that says that.
#[must_use]
pub fn a_post(body: &str) -> PostBuilder {
    PostBuilder {
        body: body.to_owned(),
        mentions: Vec::new(),
        quoted: None,
        at: None,
    }
}

impl PostBuilder {
    /// That mentions the user, after those named before.
    #[must_use]
    pub fn mentioning(mut self, user: &User) -> Self {
        self.mentions.push(Mentioned {
            id: user.id,
            handle: user.handle.clone(),
        });
        self
    }

    /// That quotes the post.
    #[must_use]
    pub fn quoting(self, post: &Post) -> Self {
        Self {
            quoted: Some(post.id),
            ..self
        }
    }

    /// Published at that moment instead of now.
    #[must_use]
    pub fn at(self, at: Timestamp) -> Self {
        Self {
            at: Some(at),
            ..self
        }
    }

    /// The post, by `author`.
    #[must_use]
    pub fn build(self, author: &User, ids: &dyn IdGenerator, clock: &dyn Clock) -> Post {
        let now = self.at.unwrap_or_else(|| clock.now());
        let id = PostId::new(ids.next());
        let body = post_body(&self.body);
        Post::publish(id, author.id, body, self.mentions, self.quoted, now).0
    }
}
