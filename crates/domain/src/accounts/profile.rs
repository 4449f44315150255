//! What a user says of himself.

use super::{AvatarUrl, Handle, Settings};
use crate::text::text_value;

text_value!(
    /// The name shown beside what a user writes: 1 to 50 characters on one line.
    DisplayName, "users.display_name", min: 1, max: 50, multiline: false
);

text_value!(
    /// A few words about oneself: 0 to 300 characters.
    Bio, "users.bio", min: 0, max: 300, multiline: true
);

impl Bio {
    /// No words.
    pub(crate) const EMPTY: Self = Self(String::new());
}

impl DisplayName {
    /// The handle, for want of a name.
    #[must_use]
    pub fn of_handle(handle: &Handle) -> Self {
        Self(handle.as_str().to_owned())
    }

    /// What an erased account is shown as.
    #[must_use]
    pub fn of_erased() -> Self {
        Self("Deleted account".to_owned())
    }
}

/// A change of one's own profile: `None` leaves a field alone.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct ProfileChange {
    /// The new handle; whether it is free is for the storage to say.
    pub handle: Option<Handle>,
    /// The new display name.
    pub display_name: Option<DisplayName>,
    /// The new bio; an empty one clears it.
    pub bio: Option<Bio>,
    /// The new avatar; `Some(None)` clears it.
    pub avatar_url: Option<Option<AvatarUrl>>,
    /// The new settings.
    pub settings: Option<Settings>,
}
