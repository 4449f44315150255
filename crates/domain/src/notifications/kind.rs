//! What a notification is about.

use crate::Inconsistency;

/// What a notification is about.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum NotificationKind {
    /// Others commented on the recipient's post.
    Comment,
    /// Others answered the recipient's comment.
    Reply,
    /// Somebody mentioned the recipient.
    Mention,
}

impl NotificationKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Comment, Self::Reply, Self::Mention];

    /// The kind's name on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Reply => "reply",
            Self::Mention => "mention",
        }
    }

    /// Reads a stored kind.
    pub fn from_storage(text: &str) -> Result<Self, Inconsistency> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.as_str() == text)
            .ok_or_else(|| Inconsistency::new("notifications.kind", "is unknown"))
    }
}
