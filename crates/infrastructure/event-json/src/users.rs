//! Payloads of what happens to users.

use serde::Serialize;
use thoughts_domain::accounts::{AvatarUrl, User, UserDeleted};
use thoughts_domain::ids::UserId;
use thoughts_domain::second_factor::SecondFactorChanged;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserV1<'a> {
    id: &'a str,
    handle: &'a str,
    display_name: &'a str,
    bio: &'a str,
    avatar_url: Option<&'a str>,
    created_at: String,
    version: u32,
}

impl<'a> From<&'a User> for UserV1<'a> {
    fn from(user: &'a User) -> Self {
        // Named one by one: a field that the domain gains is not public by that.
        let User {
            id,
            handle,
            display_name,
            bio,
            avatar_url,
            email: _,
            email_verified_at: _,
            role: _,
            suspended_at: _,
            settings: _,
            created_at,
            version,
        } = user;
        Self {
            id: id.as_str(),
            handle: handle.as_str(),
            display_name: display_name.as_str(),
            bio: bio.as_str(),
            avatar_url: avatar_url.as_ref().map(AvatarUrl::as_str),
            created_at: created_at.to_string(),
            version: *version,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserDeletedV1<'a> {
    id: &'a str,
    version: u32,
    content: &'a str,
}

impl<'a> From<&'a UserDeleted> for UserDeletedV1<'a> {
    fn from(event: &'a UserDeleted) -> Self {
        Self {
            id: event.user_id.as_str(),
            version: event.version,
            content: event.content.as_str(),
        }
    }
}

/// Of every change of a second factor.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SecondFactorChangedV1<'a> {
    id: &'a str,
    change: &'a str,
    version: u32,
}

impl<'a> From<&'a SecondFactorChanged> for SecondFactorChangedV1<'a> {
    fn from(event: &'a SecondFactorChanged) -> Self {
        Self {
            id: event.user_id.as_str(),
            change: event.change.as_str(),
            version: event.version,
        }
    }
}

/// Of a suspension and its end. Why is in the moderation log alone.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UserModeratedV1<'a> {
    id: &'a str,
    moderator_id: Option<&'a str>,
    version: u32,
}

impl<'a> UserModeratedV1<'a> {
    pub fn new(id: &'a UserId, by: Option<&'a UserId>, version: u32) -> Self {
        Self {
            id: id.as_str(),
            moderator_id: by.map(UserId::as_str),
            version,
        }
    }
}
