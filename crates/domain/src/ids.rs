//! Identifiers: CUID2, 24 characters, one newtype for each kind of record.

use std::fmt;

use thiserror::Error;

use crate::Inconsistency;

/// The length of every identifier, in ASCII characters.
pub const ID_LENGTH: usize = 24;

/// The text is not a CUID2 of 24 characters (`^[a-z][a-z0-9]{23}$`).
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("not an identifier")]
pub struct IdError;

/// A CUID2 of 24 characters (<https://github.com/paralleldrive/cuid2>), held without allocation.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Cuid([u8; ID_LENGTH]);

impl Cuid {
    /// Checks `^[a-z][a-z0-9]{23}$`.
    pub fn parse(text: &str) -> Result<Self, IdError> {
        let bytes: [u8; ID_LENGTH] = text.as_bytes().try_into().map_err(|_| IdError)?;
        let well_formed = bytes[0].is_ascii_lowercase()
            && bytes
                .iter()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if well_formed {
            Ok(Self(bytes))
        } else {
            Err(IdError)
        }
    }

    /// The first in the order of identifiers.
    pub const FIRST: Self = Self(*b"a00000000000000000000000");
    /// The last.
    pub const LAST: Self = Self([b'z'; ID_LENGTH]);

    /// The one right after this in the order of identifiers; none after the last.
    #[must_use]
    pub fn successor(mut self) -> Option<Self> {
        for (place, byte) in self.0.iter_mut().enumerate().rev() {
            match *byte {
                b'z' => *byte = if place == 0 { return None } else { b'0' },
                b'9' => {
                    *byte = b'a';
                    return Some(self);
                }
                _ => {
                    *byte += 1;
                    return Some(self);
                }
            }
        }
        None
    }

    /// The one right before this in the order of identifiers; none before the first.
    #[must_use]
    pub fn predecessor(mut self) -> Option<Self> {
        for (place, byte) in self.0.iter_mut().enumerate().rev() {
            match *byte {
                b'a' if place == 0 => return None,
                b'0' => *byte = b'z',
                b'a' => {
                    *byte = b'9';
                    return Some(self);
                }
                _ => {
                    *byte -= 1;
                    return Some(self);
                }
            }
        }
        None
    }

    /// The 24 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // The bytes were checked to be ASCII on the way in, so the default is never taken.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Cuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Cuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub struct $name(Cuid);

        impl $name {
            /// Takes a fresh identifier.
            #[must_use]
            pub const fn new(id: Cuid) -> Self {
                Self(id)
            }

            /// Reads an identifier from outside.
            pub fn parse(text: &str) -> Result<Self, IdError> {
                Cuid::parse(text).map(Self)
            }

            /// Reads an identifier from a stored row.
            pub fn from_storage(text: &str) -> Result<Self, Inconsistency> {
                Self::parse(text).map_err(|e| Inconsistency::new(stringify!($name), e.to_string()))
            }

            /// The 24 characters.
            #[must_use]
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            /// The identifier without its kind.
            #[must_use]
            pub const fn raw(self) -> Cuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

id!(
    /// Names a user.
    UserId
);
id!(
    /// Names a session: one device that is logged in.
    SessionId
);
id!(
    /// Names a post.
    PostId
);
id!(
    /// Names a comment.
    CommentId
);
id!(
    /// Names an event of the log.
    EventId
);
id!(
    /// Names a notification.
    NotificationId
);
id!(
    /// Names a mail that waits to be sent.
    MailId
);
id!(
    /// Names a retained generation of a ranked list.
    RankingId
);
id!(
    /// Names a line of the moderation log.
    ModerationEntryId
);
id!(
    /// Names a report to the moderators.
    ReportId
);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_well_formed_id_reads_back(text in "[a-z][a-z0-9]{23}") {
            let id = PostId::parse(&text);
            prop_assert_eq!(id.map(|id| id.as_str().to_owned()), Ok(text));
        }

        #[test]
        fn anything_else_is_refused(text in "\\PC{0,30}") {
            let well_formed = text.len() == 24
                && text.starts_with(|c: char| c.is_ascii_lowercase())
                && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
            prop_assert_eq!(PostId::parse(&text).is_ok(), well_formed);
        }
    }
}
