//! Devices, the second factor, providers that vouch for the user, and answers kept for retries.

use thoughts_use_cases::export::{
    ExportedAnswer, ExportedIdentity, ExportedSecondFactor, ExportedSession,
};

use crate::schema::{Id, Moment, object};

object! {
    answer
    /// A device that is signed in.
    ExportedSessionJson<'a> = "ExportedSession" {
        /// Names the session.
        id: Id<'a> = "id",
        /// What the device called itself.
        user_agent: Option<&'a str> = "userAgent",
        /// When it logged in.
        created_at: Moment = "createdAt",
        /// When it last got a token.
        last_used_at: Moment = "lastUsedAt",
        /// When it ends unless it is used.
        expires_at: Moment = "expiresAt",
    }
}

object! {
    answer
    /// An outside provider that vouches for the user.
    ExportedIdentityJson<'a> = "ExportedIdentity" {
        /// The provider.
        issuer: &'a str = "issuer",
        /// Who the user is there.
        subject: &'a str = "subject",
        /// When the user first came by it.
        created_at: Moment = "createdAt",
    }
}

object! {
    answer
    /// The second factor; its secret and the recovery codes are not given.
    ExportedSecondFactorJson = "ExportedSecondFactor" {
        /// When its secret was given out.
        begun_at: Moment = "begunAt",
        /// Since when it is on; null while nobody has confirmed it.
        enabled_at: Option<Moment> = "enabledAt",
        /// The beginning of the 30 seconds of the last code that was taken.
        last_code_at: Option<Moment> = "lastCodeAt",
        /// How many recovery codes are left.
        recovery_codes_left: u32 = "recoveryCodesLeft",
    }
}

object! {
    answer
    /// An answer that is kept for retries; what it told is in the other parts.
    KeptAnswerJson<'a> = "KeptAnswer" {
        /// The `Idempotency-Key`.
        key: &'a str = "key",
        /// The status of the answer.
        status: u32 = "status",
        /// When it was given.
        created_at: Moment = "createdAt",
    }
}

impl<'a> From<&'a ExportedSession> for ExportedSessionJson<'a> {
    fn from(row: &'a ExportedSession) -> Self {
        Self {
            id: Id(row.id.as_str()),
            user_agent: row.user_agent.as_deref(),
            created_at: Moment(row.created_at),
            last_used_at: Moment(row.last_used_at),
            expires_at: Moment(row.expires_at),
        }
    }
}

impl<'a> From<&'a ExportedIdentity> for ExportedIdentityJson<'a> {
    fn from(row: &'a ExportedIdentity) -> Self {
        Self {
            issuer: &row.issuer,
            subject: &row.subject,
            created_at: Moment(row.created_at),
        }
    }
}

impl From<&ExportedSecondFactor> for ExportedSecondFactorJson {
    fn from(row: &ExportedSecondFactor) -> Self {
        Self {
            begun_at: Moment(row.begun_at),
            enabled_at: row.enabled_at.map(Moment),
            last_code_at: row.last_step.map(|step| Moment(step.begins_at())),
            recovery_codes_left: row.recovery_codes_left,
        }
    }
}

impl<'a> From<&'a ExportedAnswer> for KeptAnswerJson<'a> {
    fn from(row: &'a ExportedAnswer) -> Self {
        Self {
            key: &row.key,
            status: row.status.into(),
            created_at: Moment(row.created_at),
        }
    }
}
