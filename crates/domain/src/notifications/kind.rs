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
    /// Others follow the recipient.
    Follow,
    /// Others like the recipient's post or comment.
    Like,
    /// Others reposted the recipient's post.
    Repost,
    /// Others quoted the recipient's post.
    Quote,
}

impl NotificationKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Comment,
        Self::Reply,
        Self::Mention,
        Self::Follow,
        Self::Like,
        Self::Repost,
        Self::Quote,
    ];

    /// The kinds of what a post or a comment itself tells.
    pub const SAID: [Self; 4] = [Self::Comment, Self::Reply, Self::Mention, Self::Quote];

    /// The kind's name on the wire and in storage.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Reply => "reply",
            Self::Mention => "mention",
            Self::Follow => "follow",
            Self::Like => "like",
            Self::Repost => "repost",
            Self::Quote => "quote",
        }
    }

    /// Whether who did it may undo it and do the very same again: then nobody is told of it twice.
    #[must_use]
    pub const fn is_of_a_deed(self) -> bool {
        matches!(self, Self::Follow | Self::Like | Self::Repost)
    }

    /// Reads a stored kind.
    pub fn from_storage(text: &str) -> Result<Self, Inconsistency> {
        let mut all = Self::ALL.into_iter();
        all.find(|kind| kind.as_str() == text)
            .ok_or_else(|| Inconsistency::new("notifications.kind", "is unknown"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_reads_back_and_is_either_said_or_done() {
        for kind in NotificationKind::ALL {
            assert_eq!(NotificationKind::from_storage(kind.as_str()), Ok(kind));
            let said = NotificationKind::SAID.contains(&kind);
            assert_ne!(said, kind.is_of_a_deed(), "{kind:?}");
        }
        assert!(NotificationKind::from_storage("poke").is_err());
    }
}
