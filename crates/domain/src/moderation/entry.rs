//! A line of the moderation log.

use super::Action;
use crate::Inconsistency;
use crate::ids::{CommentId, Cuid, ModerationEntryId, PostId, UserId};
use crate::text::text_value;
use crate::time::Timestamp;

text_value!(
    /// Why a moderator acted, for other moderators: 1 to 500 characters.
    Reason, "moderation_log.reason", min: 1, max: 500, multiline: true
);

/// What was moderated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Subject {
    /// A user.
    User(UserId),
    /// A post.
    Post(PostId),
    /// A comment.
    Comment(CommentId),
}

impl Subject {
    /// `user`, `post` or `comment`.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Post(_) => "post",
            Self::Comment(_) => "comment",
        }
    }

    /// Which.
    #[must_use]
    pub const fn id(self) -> Cuid {
        match self {
            Self::User(id) => id.raw(),
            Self::Post(id) => id.raw(),
            Self::Comment(id) => id.raw(),
        }
    }

    /// Takes a stored kind and id.
    pub fn from_storage(kind: &str, id: &str) -> Result<Self, Inconsistency> {
        match kind {
            "user" => UserId::from_storage(id).map(Self::User),
            "post" => PostId::from_storage(id).map(Self::Post),
            "comment" => CommentId::from_storage(id).map(Self::Comment),
            _ => Err(Inconsistency::new(
                "moderation_log.subject_type",
                "is not a kind of thing",
            )),
        }
    }
}

/// A line of the moderation log: written with what it tells of, and never changed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entry {
    /// Names the line.
    pub id: ModerationEntryId,
    /// When.
    pub at: Timestamp,
    /// The moderator; none for whoever runs the program.
    pub moderator: Option<UserId>,
    /// What was done.
    pub action: Action,
    /// To whom or what.
    pub subject: Subject,
    /// Why, when it was said.
    pub reason: Option<Reason>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_read_back() {
        let id = Cuid::parse("tz4a98xxat96iws9zmbrgj3a").expect("id");
        let subjects = [
            Subject::User(UserId::new(id)),
            Subject::Post(PostId::new(id)),
            Subject::Comment(CommentId::new(id)),
        ];
        for subject in subjects {
            let read = Subject::from_storage(subject.kind(), subject.id().as_str());
            assert_eq!(read, Ok(subject));
        }
        assert!(Subject::from_storage("thread", id.as_str()).is_err());
        assert!(Subject::from_storage("user", "?").is_err());
    }
}
