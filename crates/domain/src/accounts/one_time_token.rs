//! Tokens that are mailed and work once.

use std::time::Duration;

use crate::Inconsistency;
use crate::ids::UserId;
use crate::time::Timestamp;

/// What a mailed token is for. A user has at most one token for each purpose: the newest.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum TokenPurpose {
    /// Shows that a mail address is its owner's.
    VerifyEmail,
    /// Sets a password without the present one.
    ResetPassword,
}

impl TokenPurpose {
    /// `verify_email` or `reset_password`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::ResetPassword => "reset_password",
        }
    }

    /// Takes a stored name.
    pub fn from_storage(text: &str) -> Result<Self, Inconsistency> {
        match text {
            "verify_email" => Ok(Self::VerifyEmail),
            "reset_password" => Ok(Self::ResetPassword),
            _ => Err(Inconsistency::new(
                "one_time_tokens.purpose",
                "is no purpose",
            )),
        }
    }

    /// How long a token is good for, from when its mail is sent: long enough to be found in a
    /// mailbox, and for what takes over an account no longer than that.
    #[must_use]
    pub const fn lifetime(self) -> Duration {
        match self {
            Self::VerifyEmail => Duration::from_hours(3 * 24),
            Self::ResetPassword => Duration::from_hours(1),
        }
    }
}

/// A token that was mailed, apart from its hash.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct OneTimeToken {
    /// To whom.
    pub user_id: UserId,
    /// What for.
    pub purpose: TokenPurpose,
    /// Until when it is good.
    pub expires_at: Timestamp,
}

impl OneTimeToken {
    /// A token that is mailed now.
    #[must_use]
    pub fn issue(user_id: UserId, purpose: TokenPurpose, now: Timestamp) -> Self {
        Self {
            user_id,
            purpose,
            expires_at: now.plus(purpose.lifetime()),
        }
    }

    /// Whether its time is over.
    #[must_use]
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_its_lifetime_and_no_longer() {
        let user = UserId::parse("tz4a98xxat96iws9zmbrgj3a").expect("id");
        for purpose in [TokenPurpose::VerifyEmail, TokenPurpose::ResetPassword] {
            let now = Timestamp::from_micros(7);
            let token = OneTimeToken::issue(user, purpose, now);
            let last = token.expires_at.minus(Duration::from_micros(1));
            assert!(!token.is_expired(last));
            assert!(token.is_expired(token.expires_at));
            assert_eq!(token.expires_at.since(now), purpose.lifetime());
            let stored = TokenPurpose::from_storage(purpose.as_str());
            assert_eq!(stored, Ok(purpose));
        }
        assert!(TokenPurpose::from_storage("other").is_err());
    }
}
