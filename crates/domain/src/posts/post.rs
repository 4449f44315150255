//! A post.

use super::{Mentioned, PostBody, PostDeleted, PostEdited, PostPublished};
use crate::ids::{PostId, UserId};
use crate::moderation::{HiddenThing, Hiding};
use crate::time::Timestamp;

/// A short text that a user has published. Counters are not part of it: they belong to the
/// storage's views, and a like never spoils an edit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Post {
    /// Names the post.
    pub id: PostId,
    /// Who wrote it.
    pub author_id: UserId,
    /// What it says.
    pub body: PostBody,
    /// Whom the body mentions, as far as they exist, in order.
    pub mentions: Vec<Mentioned>,
    /// The post that it quotes, which may be gone by now.
    pub quoted_post_id: Option<PostId>,
    /// When it was published.
    pub created_at: Timestamp,
    /// When the body last changed.
    pub edited_at: Option<Timestamp>,
    /// Counts bodies, from 1.
    pub version: u32,
    /// Whether a moderator has hidden it: then it is no longer edited, but may still be deleted.
    pub hidden: bool,
}

/// A body that an edit has replaced, for the history.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SupersededBody {
    /// The post.
    pub post_id: PostId,
    /// The version that it was.
    pub version: u32,
    /// What it said.
    pub body: PostBody,
    /// Since when it said so.
    pub written_at: Timestamp,
}

impl Post {
    /// Publishes a post, which may quote another.
    #[must_use]
    pub fn publish(
        id: PostId,
        author_id: UserId,
        body: PostBody,
        mentions: Vec<Mentioned>,
        quoted_post_id: Option<PostId>,
        now: Timestamp,
    ) -> (Self, PostPublished) {
        let post = Self {
            id,
            author_id,
            body,
            mentions,
            quoted_post_id,
            created_at: now,
            edited_at: None,
            version: 1,
            hidden: false,
        };
        let event = PostPublished { post: post.clone() };
        (post, event)
    }

    /// Replaces the body. `None` when it says the same, and then nothing changes. What a post quotes
    /// is quoted for good.
    pub fn edit(
        &mut self,
        body: PostBody,
        mentions: Vec<Mentioned>,
        now: Timestamp,
    ) -> Option<(SupersededBody, PostEdited)> {
        if body == self.body {
            return None;
        }
        let superseded = SupersededBody {
            post_id: self.id,
            version: self.version,
            body: std::mem::replace(&mut self.body, body),
            written_at: self.edited_at.unwrap_or(self.created_at),
        };
        self.mentions = mentions;
        self.edited_at = Some(now);
        self.version += 1;
        Some((superseded, PostEdited { post: self.clone() }))
    }

    /// Hides the post from all but its author and moderators. None when it is hidden already.
    pub fn hide(&mut self) -> Option<Hiding> {
        (!std::mem::replace(&mut self.hidden, true)).then(|| self.hiding())
    }

    /// Shows it again. None when it is not hidden.
    pub fn unhide(&mut self) -> Option<Hiding> {
        std::mem::take(&mut self.hidden).then(|| self.hiding())
    }

    const fn hiding(&self) -> Hiding {
        Hiding {
            what: HiddenThing::Post(self.id),
            author_id: self.author_id,
            version: self.version,
        }
    }

    /// Takes the post back.
    #[must_use]
    pub fn delete(self) -> PostDeleted {
        PostDeleted {
            post_id: self.id,
            author_id: self.author_id,
            version: self.version + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUOTED: &str = "nc6bzmkmd014706rfda898to";

    fn post() -> Post {
        let id = PostId::parse("tz4a98xxat96iws9zmbrgj3a").expect("id");
        let author = UserId::parse("pfh0haxfpzowht3oi213cqos").expect("id");
        let body = PostBody::parse("first").expect("body");
        let quoted = PostId::parse(QUOTED).expect("id");
        let now = Timestamp::from_micros(1);
        Post::publish(id, author, body, Vec::new(), Some(quoted), now).0
    }

    #[test]
    fn an_edit_keeps_what_was_said_before() {
        let mut post = post();
        let edits = [("second", 2), ("third", 3)].map(|(text, at)| {
            let body = PostBody::parse(text).expect("body");
            post.edit(body, Vec::new(), Timestamp::from_micros(at))
                .expect("an edit")
        });
        let history = edits.map(|(old, event)| {
            (
                old.version,
                old.body.into_string(),
                old.written_at.as_micros(),
                event.post.version,
            )
        });
        assert_eq!(
            history,
            [
                (1, "first".to_owned(), 1, 2),
                (2, "second".to_owned(), 2, 3)
            ]
        );
        assert_eq!(
            (post.version, post.edited_at),
            (3, Some(Timestamp::from_micros(3)))
        );
        assert_eq!(post.quoted_post_id, PostId::parse(QUOTED).ok());
    }

    #[test]
    fn it_is_hidden_once_and_shown_once_and_stays_the_version_that_it_was() {
        let mut post = post();
        assert_eq!(post.unhide(), None);
        let hiding = post.hide().expect("hidden");
        assert_eq!(hiding.what, HiddenThing::Post(post.id));
        assert_eq!((hiding.author_id, hiding.version), (post.author_id, 1));
        assert_eq!((post.hidden, post.hide()), (true, None));
        assert_eq!(post.unhide(), Some(hiding));
        assert_eq!((post.hidden, post.version, post.unhide()), (false, 1, None));
    }

    #[test]
    fn saying_the_same_is_no_edit() {
        let mut post = post();
        let same = post.body.clone();
        assert_eq!(post.edit(same, Vec::new(), Timestamp::from_micros(9)), None);
        assert_eq!((post.version, post.edited_at), (1, None));
    }
}
