//! Sessions and the rotation of their refresh tokens.

use std::time::Duration;

use crate::ids::{SessionId, UserId};
use crate::time::Timestamp;

/// How long a session lives after its last refresh.
pub const SESSION_LIFETIME: Duration = Duration::from_hours(30 * 24);

/// How long a used refresh token still gives its successor, for a client whose answer was lost.
pub const SUCCESSOR_GRACE: Duration = Duration::from_secs(10);

/// One device that is logged in: the family of refresh tokens that descend from one login.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Session {
    /// Names the session.
    pub id: SessionId,
    /// Whose it is.
    pub user_id: UserId,
    /// The `User-Agent` at login, for the user to recognise the device; at most 256 characters.
    pub user_agent: Option<String>,
    /// When the user logged in.
    pub created_at: Timestamp,
    /// When a token was last issued.
    pub last_used_at: Timestamp,
    /// When the session ends unless it is refreshed.
    pub expires_at: Timestamp,
}

impl Session {
    /// Logs a device in.
    #[must_use]
    pub fn open(id: SessionId, user_id: UserId, user_agent: Option<&str>, now: Timestamp) -> Self {
        let user_agent = user_agent
            .map(|agent| {
                agent
                    .chars()
                    .filter(|c| !c.is_control())
                    .take(256)
                    .collect::<String>()
            })
            .filter(|agent| !agent.is_empty());
        Self {
            id,
            user_id,
            user_agent,
            created_at: now,
            last_used_at: now,
            expires_at: now.plus(SESSION_LIFETIME),
        }
    }

    /// Notes that a token was issued.
    pub fn refresh(&mut self, now: Timestamp) {
        self.last_used_at = now;
        self.expires_at = now.plus(SESSION_LIFETIME);
    }
}

/// What is stored of a refresh token, its hash apart.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RefreshToken {
    /// The session that it belongs to.
    pub session_id: SessionId,
    /// When it was exchanged for its successor.
    pub used_at: Option<Timestamp>,
    /// Whether that successor was exchanged in turn.
    pub successor_used: bool,
}

/// What to do with a refresh token that was presented.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rotation {
    /// Mark it used and give its successor.
    Rotate,
    /// Give the same successor again: the first answer was lost.
    GiveSuccessorAgain,
    /// Somebody else holds a copy: end the whole session.
    EndSession,
    /// The session is over.
    Expired,
}

/// Decides over a refresh token (RFC 9700, 4.14.2, with a grace for lost answers).
#[must_use]
pub fn judge_rotation(token: &RefreshToken, session: &Session, now: Timestamp) -> Rotation {
    if session.expires_at <= now {
        return Rotation::Expired;
    }
    match token.used_at {
        None => Rotation::Rotate,
        Some(used_at) if !token.successor_used && now.since(used_at) <= SUCCESSOR_GRACE => {
            Rotation::GiveSuccessorAgain
        }
        Some(_) => Rotation::EndSession,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> Session {
        let id = SessionId::parse("tz4a98xxat96iws9zmbrgj3a").expect("id");
        let user = UserId::parse("pfh0haxfpzowht3oi213cqos").expect("id");
        Session::open(id, user, Some("curl/8\n"), Timestamp::from_micros(0))
    }

    fn verdict(used_seconds_ago: Option<u64>, successor_used: bool) -> Rotation {
        let session = session();
        let now = Timestamp::from_micros(3_600_000_000);
        let used_at = used_seconds_ago.map(|s| now.minus(Duration::from_secs(s)));
        judge_rotation(
            &RefreshToken {
                session_id: session.id,
                used_at,
                successor_used,
            },
            &session,
            now,
        )
    }

    #[test]
    fn rotation_by_case() {
        assert_eq!(verdict(None, false), Rotation::Rotate);
        assert_eq!(verdict(Some(10), false), Rotation::GiveSuccessorAgain);
        assert_eq!(verdict(Some(11), false), Rotation::EndSession);
        assert_eq!(verdict(Some(1), true), Rotation::EndSession);
    }

    #[test]
    fn an_expired_session_gives_nothing() {
        let session = session();
        let token = RefreshToken {
            session_id: session.id,
            used_at: None,
            successor_used: false,
        };
        assert_eq!(
            judge_rotation(&token, &session, session.expires_at),
            Rotation::Expired
        );
    }

    #[test]
    fn the_user_agent_is_tamed() {
        assert_eq!(session().user_agent.as_deref(), Some("curl/8"));
        let session = session();
        let agent = "x".repeat(9_999);
        let long = Session::open(
            session.id,
            session.user_id,
            Some(&agent),
            session.created_at,
        );
        assert_eq!(long.user_agent.map(|a| a.len()), Some(256));
    }
}
