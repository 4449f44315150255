//! Users, their credentials and their sessions.

mod avatar_url;
mod email;
mod events;
mod handle;
mod one_time_token;
mod outside_identity;
mod password;
mod profile;
mod role;
mod session;
mod settings;
mod standing;
mod suggestion;
mod user;

pub use avatar_url::{AvatarUrl, AvatarUrlError};
pub use email::{Email, EmailError};
pub use events::{
    ContentRemoval, UserDeleted, UserProfileChanged, UserRegistered, UserSuspended, UserUnsuspended,
};
pub use handle::{HANDLE_RESERVATION, Handle, HandleError};
pub use one_time_token::{OneTimeToken, TokenPurpose};
pub use outside_identity::{OutsideIdentity, OutsideIdentityError};
pub use password::{Password, PasswordError};
pub use profile::{Bio, DisplayName, ProfileChange};
pub use role::{Role, RoleError};
pub use session::{
    RefreshToken, Rotation, SESSION_LIFETIME, SUCCESSOR_GRACE, Session, judge_rotation,
};
pub use settings::{Language, LanguageError, Settings};
pub use standing::Standing;
pub use user::User;
