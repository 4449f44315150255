//! What is told by mail.

use std::time::Duration;

use thoughts_domain::Inconsistency;
use thoughts_domain::accounts::{Language, TokenPurpose};
use thoughts_domain::ids::{MailId, UserId};
use thoughts_domain::second_factor::SecondFactorChange;
use thoughts_domain::time::Timestamp;

/// Whether mails can be sent at all. Without a mail server what needs a mail is refused, and what
/// would only have liked to send one goes on without.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MailService {
    /// They can.
    On,
    /// They cannot.
    Off,
}

/// What a mail tells.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum MailKind {
    /// How to show that the address is one's own.
    VerifyEmail,
    /// How to set a new password.
    ResetPassword,
    /// That the password has been changed.
    PasswordChanged,
    /// That the second factor has been changed, and how.
    SecondFactor(SecondFactorChange),
}

impl MailKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::VerifyEmail,
        Self::ResetPassword,
        Self::PasswordChanged,
        Self::SecondFactor(SecondFactorChange::TurnedOn),
        Self::SecondFactor(SecondFactorChange::TurnedOff),
        Self::SecondFactor(SecondFactorChange::RecoveryCodesReplaced),
        Self::SecondFactor(SecondFactorChange::RecoveryCodeUsed),
    ];

    /// The name, in `snake_case`: fixed for ever.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::ResetPassword => "reset_password",
            Self::PasswordChanged => "password_changed",
            Self::SecondFactor(SecondFactorChange::TurnedOn) => "second_factor_turned_on",
            Self::SecondFactor(SecondFactorChange::TurnedOff) => "second_factor_turned_off",
            Self::SecondFactor(SecondFactorChange::RecoveryCodesReplaced) => {
                "recovery_codes_replaced"
            }
            Self::SecondFactor(SecondFactorChange::RecoveryCodeUsed) => "recovery_code_used",
        }
    }

    /// Takes a stored name.
    pub fn from_storage(text: &str) -> Result<Self, Inconsistency> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| Inconsistency::new("mails.kind", "is no kind of mail"))
    }

    /// What the token in the mail is for, when it holds one.
    #[must_use]
    pub const fn token(self) -> Option<TokenPurpose> {
        match self {
            Self::VerifyEmail => Some(TokenPurpose::VerifyEmail),
            Self::ResetPassword => Some(TokenPurpose::ResetPassword),
            Self::PasswordChanged | Self::SecondFactor(_) => None,
        }
    }
}

impl From<TokenPurpose> for MailKind {
    fn from(purpose: TokenPurpose) -> Self {
        match purpose {
            TokenPurpose::VerifyEmail => Self::VerifyEmail,
            TokenPurpose::ResetPassword => Self::ResetPassword,
        }
    }
}

/// A mail on its way into the queue.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NewMail {
    /// Names it; its token is worked out from that.
    pub id: MailId,
    /// What it tells.
    pub kind: MailKind,
    /// To whom. His address and language are looked up when it is sent.
    pub user_id: UserId,
    /// Since when it waits.
    pub created_at: Timestamp,
}

/// To whom a mail goes.
#[derive(Clone, Eq, PartialEq)]
pub struct Recipient {
    /// The address.
    pub email: String,
    /// The name to greet.
    pub display_name: String,
    /// Without `@`.
    pub handle: String,
    /// In which language.
    pub language: Language,
}

impl std::fmt::Debug for Recipient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Recipient(***)")
    }
}

/// A mail that was taken from the queue to be sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ClaimedMail {
    /// Names it.
    pub id: MailId,
    /// What it tells.
    pub kind: MailKind,
    /// To whom.
    pub user_id: UserId,
    /// His address, name and language as they are now.
    pub recipient: Recipient,
    /// The how-manieth try this is, from 1.
    pub attempt: u32,
    /// Since when it waits.
    pub created_at: Timestamp,
}

/// For how long a try keeps others from trying the same mail: longer than any try takes. After a
/// crash the mail waits that long.
pub const CLAIM: Duration = Duration::from_mins(2);

/// How often a mail is tried.
const ATTEMPTS: u32 = 8;

/// What waited longer than this tells nothing that is still worth telling.
const TOO_LATE: Duration = Duration::from_hours(24);

/// When to try a mail again after `attempt` has failed: after half a minute, then four times as
/// long each time, an hour at most; none when it has been tried often enough.
#[must_use]
pub fn next_try(attempt: u32) -> Option<Duration> {
    const FIRST: Duration = Duration::from_secs(30);
    const LONGEST: Duration = Duration::from_hours(1);
    if attempt >= ATTEMPTS {
        return None;
    }
    let factor = 4_u32.saturating_pow(attempt.saturating_sub(1));
    Some(FIRST.saturating_mul(factor).min(LONGEST))
}

impl ClaimedMail {
    /// Whether it waited so long (no mail server for a day) that it is better not sent.
    #[must_use]
    pub fn is_too_late(&self, now: Timestamp) -> bool {
        now.since(self.created_at) > TOO_LATE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_an_hour_and_end() {
        let pauses: Vec<_> = (1..=9).map(|n| next_try(n).map(|p| p.as_secs())).collect();
        let told = [30, 120, 480, 1_920, 3_600, 3_600, 3_600].map(Some);
        assert_eq!(pauses[..7], told);
        assert_eq!(pauses[7..], [None, None]);
    }

    #[test]
    fn kinds_read_back_and_know_their_tokens() {
        for kind in MailKind::ALL {
            assert_eq!(MailKind::from_storage(kind.as_str()), Ok(kind));
            if let Some(purpose) = kind.token() {
                assert_eq!(MailKind::from(purpose), kind);
            }
        }
        assert!(MailKind::from_storage("other").is_err());
    }
}
