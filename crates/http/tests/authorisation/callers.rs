//! Everybody who may call.

use std::time::Duration;

use thoughts_domain::accounts::{Role, Standing};
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_testing::identity::PlainAccessTokens;
use thoughts_use_cases::accounts::{ACCESS_TOKEN_LIFETIME, AccessClaims, AccessTokens};
use thoughts_use_cases::system::Clock;

use super::scene::Scene;
use crate::support::{User, World};

/// Somebody who calls.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Caller {
    /// Without a token.
    Anonymous,
    /// Whose it is.
    Owner,
    /// Somebody else.
    Other,
    /// Somebody whom the owner has blocked.
    Blocked,
    Moderator,
    Operator,
    /// Somebody else, who is suspended.
    Suspended,
    /// With a token of the owner that was good once.
    Expired,
    /// With a token of the owner that somebody has changed.
    Forged,
}

/// In the order of the tables.
pub const CALLERS: [Caller; 9] = [
    Caller::Anonymous,
    Caller::Owner,
    Caller::Other,
    Caller::Blocked,
    Caller::Moderator,
    Caller::Operator,
    Caller::Suspended,
    Caller::Expired,
    Caller::Forged,
];

impl Caller {
    /// The code of the 401 that he gets, where he gets one.
    pub const fn refusal(self) -> &'static str {
        match self {
            Self::Anonymous => "authentication_required",
            _ => "invalid_token",
        }
    }

    /// Who that is in a scene, with the token that he sends.
    pub async fn arrive(self, scene: &Scene<'_>) -> Option<User> {
        let (world, owner) = (scene.world, &scene.owner);
        let somebody = async || world.user(&scene.name("caller")).await;
        match self {
            Self::Anonymous => None,
            Self::Owner => Some(owner.clone()),
            Self::Other => Some(somebody().await),
            Self::Blocked => {
                let user = somebody().await;
                let place = format!("/v1/users/{}/block", user.id);
                let call = world.call("PUT", &place).by(owner);
                call.send().await.expect(204);
                Some(user)
            }
            Self::Moderator => {
                let user = somebody().await;
                world.promote(&user, Role::Moderator).await;
                Some(user)
            }
            Self::Operator => {
                let user = somebody().await;
                world.promote(&user, Role::Operator).await;
                Some(user)
            }
            Self::Suspended => {
                let user = somebody().await;
                world.suspend(&user).await;
                Some(user)
            }
            Self::Expired => Some(expired(world, owner)),
            Self::Forged => Some(User {
                token: owner.token.replace(".user.", ".operator."),
                ..owner.clone()
            }),
        }
    }
}

fn expired(world: &World, owner: &User) -> User {
    let session = owner.token.split('.').nth(1).expect("a session");
    let claims = AccessClaims {
        user_id: UserId::parse(&owner.id).expect("an id"),
        session_id: SessionId::parse(session).expect("an id"),
        standing: Standing::of(Role::User),
    };
    let then = world
        .clock
        .now()
        .minus(ACCESS_TOKEN_LIFETIME + Duration::from_secs(1));
    let token = PlainAccessTokens.sign(&claims, then).expect("a token");
    User {
        token,
        ..owner.clone()
    }
}
