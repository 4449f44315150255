//! Throwing away what is over.

use std::time::Duration;

use async_trait::async_trait;
use thoughts_domain::time::Timestamp;

use super::StorageError;

/// How long things are kept after they are over.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RetentionPolicy {
    /// Idempotent answers, since they were given.
    pub answers: Duration,
    /// Notes of ended sessions and changed standings: at least as long as an access token lives.
    pub ended_sessions: Duration,
    /// What is left of erased identities at outside providers, since the erasure: at least as
    /// long as a provider's token lives.
    pub erased_identities: Duration,
    /// Ranking generations, since they were made.
    pub rankings: Duration,
    /// Events, since they happened.
    pub events: Duration,
}

/// How many rows a sweep threw away.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct SweepReport {
    /// Expired sessions; their tokens go with them.
    pub sessions: u64,
    /// Idempotent answers.
    pub answers: u64,
    /// Notes of ended sessions.
    pub ended_sessions: u64,
    /// What was left of erased identities at outside providers.
    pub erased_identities: u64,
    /// Notes of changed standings.
    pub standing_notes: u64,
    /// Ranking generations.
    pub rankings: u64,
    /// Mailed tokens that have expired.
    pub one_time_tokens: u64,
    /// Enrolments of second factors that nobody has confirmed in time.
    pub enrolments: u64,
    /// Handles that are no longer kept for who gave them up.
    pub former_handles: u64,
    /// Mails and notes of forgotten passwords that nobody has sent for a week: nobody sends any.
    pub mails: u64,
    /// Events. `PostgreSQL` drops whole days and counts those.
    pub events: u64,
}

/// How long mails wait for somebody who sends them.
pub const MAIL_RETENTION: Duration = Duration::from_hours(7 * 24);

/// Throws away what is over. Running twice, or on two replicas at once, does no harm.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Housekeeping: Send + Sync {
    /// Makes room for the coming days where the storage needs it (partitions), then throws away
    /// what `policy` no longer keeps at `now`, and what has expired: sessions, mailed tokens,
    /// enrolments of second factors, former handles, mails.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`]; what was swept until then stays swept.
    async fn sweep(
        &self,
        policy: &RetentionPolicy,
        now: Timestamp,
    ) -> Result<SweepReport, StorageError>;
}
