//! A user.

use super::{
    AvatarUrl, Bio, ContentRemoval, DisplayName, Email, Handle, ProfileChange, Role, Settings,
    Standing, UserDeleted, UserProfileChanged, UserRegistered, UserSuspended, UserUnsuspended,
};
use crate::ids::UserId;
use crate::time::Timestamp;

/// A live account. Counters are not part of it: they belong to the storage's views, which keep
/// them equal to a recount.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct User {
    /// Names the user for ever.
    pub id: UserId,
    /// By which others mention the user.
    pub handle: Handle,
    /// Shown beside what the user writes.
    pub display_name: DisplayName,
    /// A few words about oneself.
    pub bio: Bio,
    /// The picture.
    pub avatar_url: Option<AvatarUrl>,
    /// Private. An account that an outside provider vouches for may have none.
    pub email: Option<Email>,
    /// Since when the address is known to be the user's own. Private.
    pub email_verified_at: Option<Timestamp>,
    /// What the user may do.
    pub role: Role,
    /// Since when he is suspended: he reads and exports, and does not write.
    pub suspended_at: Option<Timestamp>,
    /// Private.
    pub settings: Settings,
    /// When the account was made.
    pub created_at: Timestamp,
    /// Counts changes of the profile and of the suspension, from 1.
    pub version: u32,
}

impl User {
    /// Opens an account.
    #[must_use]
    pub fn register(
        id: UserId,
        handle: Handle,
        display_name: DisplayName,
        email: Email,
        settings: Settings,
        now: Timestamp,
    ) -> (Self, UserRegistered) {
        let user = Self {
            settings,
            ..Self::open(id, handle, display_name, Some(email), now)
        };
        let event = UserRegistered { user: user.clone() };
        (user, event)
    }

    /// Opens an account for somebody whom an outside provider vouches for; for the address too,
    /// when it comes with one.
    #[must_use]
    pub fn provision(
        id: UserId,
        handle: Handle,
        display_name: DisplayName,
        email: Option<Email>,
        now: Timestamp,
    ) -> (Self, UserRegistered) {
        let email_verified_at = email.as_ref().map(|_| now);
        let user = Self {
            email_verified_at,
            ..Self::open(id, handle, display_name, email, now)
        };
        let event = UserRegistered { user: user.clone() };
        (user, event)
    }

    fn open(
        id: UserId,
        handle: Handle,
        display_name: DisplayName,
        email: Option<Email>,
        now: Timestamp,
    ) -> Self {
        Self {
            id,
            handle,
            display_name,
            bio: Bio::default(),
            avatar_url: None,
            email,
            email_verified_at: None,
            role: Role::User,
            suspended_at: None,
            settings: Settings::default(),
            created_at: now,
            version: 1,
        }
    }

    /// Changes the profile; `None` when nothing differs, and then the version stays.
    pub fn change_profile(&mut self, change: ProfileChange) -> Option<UserProfileChanged> {
        let before = self.clone();
        let ProfileChange {
            handle,
            display_name,
            bio,
            avatar_url,
            settings,
        } = change;
        self.handle = handle.unwrap_or_else(|| before.handle.clone());
        self.display_name = display_name.unwrap_or_else(|| before.display_name.clone());
        self.bio = bio.unwrap_or_else(|| before.bio.clone());
        self.avatar_url = avatar_url.unwrap_or_else(|| before.avatar_url.clone());
        self.settings = settings.unwrap_or(before.settings);
        if *self == before {
            return None;
        }
        self.version += 1;
        Some(UserProfileChanged { user: self.clone() })
    }

    /// What he may do right now.
    #[must_use]
    pub const fn standing(&self) -> Standing {
        Standing {
            role: self.role,
            suspended: self.suspended_at.is_some(),
        }
    }

    /// Suspends him; `None` when he is already.
    pub fn suspend(&mut self, by: Option<UserId>, now: Timestamp) -> Option<UserSuspended> {
        if self.suspended_at.is_some() {
            return None;
        }
        self.suspended_at = Some(now);
        self.version += 1;
        Some(UserSuspended {
            user_id: self.id,
            version: self.version,
            by,
        })
    }

    /// Lets him write again; `None` when he may already.
    pub fn unsuspend(&mut self, by: Option<UserId>) -> Option<UserUnsuspended> {
        self.suspended_at.take()?;
        self.version += 1;
        Some(UserUnsuspended {
            user_id: self.id,
            version: self.version,
            by,
        })
    }

    /// Closes the account.
    #[must_use]
    pub fn delete(self, content: ContentRemoval) -> UserDeleted {
        UserDeleted {
            user_id: self.id,
            version: self.version + 1,
            content,
        }
    }
}

impl Default for Bio {
    fn default() -> Self {
        Self::EMPTY
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alice() -> User {
        let id = UserId::parse("tz4a98xxat96iws9zmbrgj3a").expect("id");
        let handle = Handle::parse("alice").expect("handle");
        let name = DisplayName::parse("Alice").expect("name");
        let email = Email::parse("alice@example.org").expect("email");
        let settings = Settings::default();
        User::register(id, handle, name, email, settings, Timestamp::from_micros(7)).0
    }

    #[test]
    fn a_change_counts_once() {
        let mut user = alice();
        let change = ProfileChange {
            bio: Bio::parse("hello").ok(),
            ..ProfileChange::default()
        };
        let event = user.change_profile(change.clone()).expect("an event");
        assert_eq!((event.user.version, event.user.bio.as_str()), (2, "hello"));
        assert_eq!(user.change_profile(change), None);
        assert_eq!(user.version, 2);
    }

    #[test]
    fn a_suspension_begins_once_and_ends_once() {
        let mut user = alice();
        let (first, later) = (Timestamp::from_micros(8), Timestamp::from_micros(9));
        let event = user.suspend(None, first).expect("an event");
        assert_eq!((event.version, user.version), (2, 2));
        assert!(user.standing().suspended);
        assert_eq!(user.suspend(Some(user.id), later), None);
        assert_eq!((user.suspended_at, user.version), (Some(first), 2));
        let by = Some(user.id);
        let event = user.unsuspend(by).expect("an event");
        assert_eq!((event.version, event.by), (3, by));
        assert_eq!(user.unsuspend(None), None);
        assert_eq!((user.standing(), user.version), (Standing::default(), 3));
    }

    #[test]
    fn another_handle_is_a_change_and_the_same_is_none() {
        let mut user = alice();
        let to = |handle: &str| ProfileChange {
            handle: Handle::parse(handle).ok(),
            ..ProfileChange::default()
        };
        assert_eq!(user.change_profile(to("Alice")), None);
        let event = user.change_profile(to("alicia")).expect("an event");
        assert_eq!(event.user.handle.as_str(), "alicia");
        assert_eq!(user.version, 2);
    }

    #[test]
    fn null_clears_and_absent_leaves_alone() {
        let mut user = alice();
        let url = AvatarUrl::parse("https://a.org/x").expect("url");
        let set = ProfileChange {
            avatar_url: Some(Some(url.clone())),
            ..ProfileChange::default()
        };
        assert!(user.change_profile(set).is_some());
        assert!(user.change_profile(ProfileChange::default()).is_none());
        assert_eq!(user.avatar_url, Some(url));
        let clear = ProfileChange {
            avatar_url: Some(None),
            ..ProfileChange::default()
        };
        assert!(user.change_profile(clear).is_some());
        assert_eq!(user.avatar_url, None);
    }
}
