//! A user in one line.

use thoughts_domain::accounts::{Role, Settings, User};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::system::{Clock, IdGenerator};

use super::{display_name, email, handle};

/// A user in the making.
#[derive(Clone, Debug)]
pub struct UserBuilder {
    handle: String,
    email: String,
    role: Role,
    at: Option<Timestamp>,
}

/// A user of that handle; the address is `<handle>@example.org` unless told.
#[must_use]
pub fn a_user(handle: &str) -> UserBuilder {
    UserBuilder {
        handle: handle.to_owned(),
        email: format!("{handle}@example.org"),
        role: Role::User,
        at: None,
    }
}

impl UserBuilder {
    /// With that address.
    #[must_use]
    pub fn email(self, email: &str) -> Self {
        Self {
            email: email.to_owned(),
            ..self
        }
    }

    /// With that role.
    #[must_use]
    pub fn role(self, role: Role) -> Self {
        Self { role, ..self }
    }

    /// Registered at that moment instead of now.
    #[must_use]
    pub fn at(self, at: Timestamp) -> Self {
        Self {
            at: Some(at),
            ..self
        }
    }

    /// The user.
    #[must_use]
    pub fn build(self, ids: &dyn IdGenerator, clock: &dyn Clock) -> User {
        let (user, _) = User::register(
            UserId::new(ids.next()),
            handle(&self.handle),
            display_name(&format!("The {}", self.handle)),
            email(&self.email),
            Settings::default(),
            self.at.unwrap_or_else(|| clock.now()),
        );
        User {
            role: self.role,
            ..user
        }
    }
}
