//! What is left to do for one account.

use std::time::Duration;

use thoughts_domain::Inconsistency;
use thoughts_domain::accounts::ContentRemoval;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;

/// How long a job is left to the request that has made it, which begins with it.
const HEAD_START: Duration = Duration::from_secs(2);

/// How long a job rests after its first failure; twice as long after each further one.
const SHORTEST_REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_mins(5);

/// The steps of an erasure, in the order in which they run. Each can be taken again from its
/// beginning and does no harm by it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ErasureStep {
    /// Events that wait for their place are rewritten to their id-only form.
    WaitingEvents,
    /// So are those in the log. After the waiting ones, which move here.
    LoggedEvents,
    /// Relations with others go, in both directions.
    Relations,
    /// Likes, reposts and bookmarks of others' posts and comments go.
    Reactions,
    /// Reports are nobody's any more, and notes about the user go.
    Reports,
    /// Posts go, with everything on them.
    Posts,
    /// Comments on the posts of others go, or become tombstones.
    Comments,
    /// The row of the user goes, which nothing refers to any more.
    Account,
}

impl ErasureStep {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::WaitingEvents,
        Self::LoggedEvents,
        Self::Relations,
        Self::Reactions,
        Self::Reports,
        Self::Posts,
        Self::Comments,
        Self::Account,
    ];

    /// The name in storage, logs and metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WaitingEvents => "waiting_events",
            Self::LoggedEvents => "logged_events",
            Self::Relations => "relations",
            Self::Reactions => "reactions",
            Self::Reports => "reports",
            Self::Posts => "posts",
            Self::Comments => "comments",
            Self::Account => "account",
        }
    }

    /// Takes a stored name.
    ///
    /// # Errors
    /// [`Inconsistency`] for a name that no step has.
    pub fn from_storage(text: &str) -> Result<Self, Inconsistency> {
        let mut all = Self::ALL.into_iter();
        all.find(|step| step.as_str() == text)
            .ok_or_else(|| Inconsistency::new("erasures.step", "is no step"))
    }

    /// The step after this one, where there is one for what becomes of the content.
    #[must_use]
    pub fn next(self, content: ContentRemoval) -> Option<Self> {
        let later = Self::ALL.into_iter().skip_while(|step| *step != self);
        later.skip(1).find(|step| step.is_taken(content))
    }

    /// What is anonymised keeps its content and the row that stands for its author.
    const fn is_taken(self, content: ContentRemoval) -> bool {
        match self {
            Self::WaitingEvents
            | Self::LoggedEvents
            | Self::Relations
            | Self::Reactions
            | Self::Reports => true,
            Self::Posts | Self::Comments | Self::Account => {
                matches!(content, ContentRemoval::Delete)
            }
        }
    }
}

/// What is left to do for one account.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ErasureJob {
    /// Whose account it was.
    pub user_id: UserId,
    /// What becomes of the content.
    pub content: ContentRemoval,
    /// The step that is being taken.
    pub step: ErasureStep,
    /// How far the step has come, where it goes through something in order.
    pub progress: u64,
    /// When the account was deleted.
    pub requested_at: Timestamp,
    /// How often in a row a batch of it has failed.
    pub attempts: u32,
    /// Not to be taken up before.
    pub due_at: Timestamp,
}

impl ErasureJob {
    /// The job that a deletion at `now` leaves.
    #[must_use]
    pub fn of(user_id: UserId, content: ContentRemoval, now: Timestamp) -> Self {
        Self {
            user_id,
            content,
            step: ErasureStep::WaitingEvents,
            progress: 0,
            requested_at: now,
            attempts: 0,
            due_at: now.plus(HEAD_START),
        }
    }

    /// When to try again after one more failure at `now`.
    #[must_use]
    pub fn rest_until(&self, now: Timestamp) -> Timestamp {
        let doubled = SHORTEST_REST.saturating_mul(1 << self.attempts.min(16));
        now.plus(doubled.min(LONGEST_REST))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "tz4a98xxat96iws9zmbrgj3a";

    #[test]
    fn content_that_stays_skips_what_would_take_it() {
        let steps = |content| {
            let mut taken = vec![ErasureStep::WaitingEvents];
            while let Some(next) = taken.last().and_then(|step| step.next(content)) {
                taken.push(next);
            }
            taken
        };
        assert_eq!(steps(ContentRemoval::Delete), ErasureStep::ALL);
        assert_eq!(steps(ContentRemoval::Anonymise), ErasureStep::ALL[..5]);
    }

    #[test]
    fn names_read_back() {
        for step in ErasureStep::ALL {
            assert_eq!(ErasureStep::from_storage(step.as_str()).ok(), Some(step));
        }
        assert!(ErasureStep::from_storage("dust").is_err());
    }

    #[test]
    fn rests_grow_up_to_five_minutes() {
        let now = Timestamp::from_micros(0);
        let user = UserId::parse(ID).expect("an id");
        let mut job = ErasureJob::of(user, ContentRemoval::Delete, now);
        let mut rest = |attempts| {
            job.attempts = attempts;
            job.rest_until(now).since(now).as_secs()
        };
        assert_eq!([rest(0), rest(1), rest(5)], [1, 2, 32]);
        assert_eq!([rest(9), rest(u32::MAX)], [300, 300]);
    }
}
