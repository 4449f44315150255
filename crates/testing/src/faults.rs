//! A store that fails when told.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{
    OneTimeTokenRepository, OutsideIdentityRepository, PasswordRepository, SessionRepository,
    UserRepository,
};
use thoughts_use_cases::comments::CommentRepository;
use thoughts_use_cases::discovery::{SearchRepository, TrendingRepository};
use thoughts_use_cases::engagement::EngagementRepository;
use thoughts_use_cases::erasure::ErasureRepository;
use thoughts_use_cases::events::Outbox;
use thoughts_use_cases::graph::GraphRepository;
use thoughts_use_cases::idempotency::{Answer, AnswerRepository, Claim, RetryKey};
use thoughts_use_cases::mail::MailRepository;
use thoughts_use_cases::moderation::{ModerationLog, ReportRepository};
use thoughts_use_cases::notifications::NotificationRepository;
use thoughts_use_cases::posts::PostRepository;
use thoughts_use_cases::readers::SubscriptionRepository;
use thoughts_use_cases::second_factor::SecondFactorRepository;
use thoughts_use_cases::storage::{StorageError, Store, UnitOfWork};

/// Hands everything on to another store, and fails where a test says so.
pub struct FaultyStore {
    inner: Arc<dyn Store>,
    begins_fail: AtomicBool,
    commits_fail: AtomicBool,
    next_commit_fails: AtomicBool,
    keys_in_flight: AtomicBool,
}

impl FaultyStore {
    /// A store that works until told otherwise.
    #[must_use]
    pub fn over(inner: Arc<dyn Store>) -> Self {
        Self {
            inner,
            begins_fail: AtomicBool::new(false),
            commits_fail: AtomicBool::new(false),
            next_commit_fails: AtomicBool::new(false),
            keys_in_flight: AtomicBool::new(false),
        }
    }

    /// From now on every retry key is being worked on elsewhere, which a storage with a single
    /// writer never says of itself. Units of work are lost when they commit.
    pub fn hold_keys(&self) {
        self.keys_in_flight.store(true, Ordering::SeqCst);
    }

    /// From now on no unit of work begins: [`StorageError::Unavailable`].
    pub fn fail_begins(&self) {
        self.begins_fail.store(true, Ordering::SeqCst);
    }

    /// The unit of work that begins next is lost when it commits: [`StorageError::Conflict`].
    pub fn fail_next_commit(&self) {
        self.next_commit_fails.store(true, Ordering::SeqCst);
    }

    /// Units of work that begin from now on are lost when they commit:
    /// [`StorageError::Conflict`].
    pub fn fail_commits(&self) {
        self.commits_fail.store(true, Ordering::SeqCst);
    }
}

#[async_trait]
impl Store for FaultyStore {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        if self.begins_fail.load(Ordering::SeqCst) {
            return Err(StorageError::Unavailable("told to fail".into()));
        }
        let inner = self.inner.begin().await?;
        let keys_in_flight = self.keys_in_flight.load(Ordering::SeqCst);
        let lost = self.next_commit_fails.swap(false, Ordering::SeqCst);
        if keys_in_flight || lost || self.commits_fail.load(Ordering::SeqCst) {
            return Ok(Box::new(LostWork {
                inner,
                keys_in_flight,
            }));
        }
        Ok(inner)
    }
}

/// A unit of work that does everything but commit.
struct LostWork {
    inner: Box<dyn UnitOfWork>,
    keys_in_flight: bool,
}

#[async_trait]
impl AnswerRepository for LostWork {
    async fn claim(&mut self, retry: &RetryKey, now: Timestamp) -> Result<Claim, StorageError> {
        if self.keys_in_flight {
            return Ok(Claim::InFlight);
        }
        self.inner.answers().claim(retry, now).await
    }

    async fn keep(
        &mut self,
        retry: &RetryKey,
        answer: &Answer,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        self.inner.answers().keep(retry, answer, now).await
    }

    async fn forget(&mut self, caller: UserId) -> Result<(), StorageError> {
        self.inner.answers().forget(caller).await
    }
}

#[async_trait]
impl UnitOfWork for LostWork {
    fn users(&mut self) -> &mut dyn UserRepository {
        self.inner.users()
    }

    fn passwords(&mut self) -> &mut dyn PasswordRepository {
        self.inner.passwords()
    }

    fn identities(&mut self) -> &mut dyn OutsideIdentityRepository {
        self.inner.identities()
    }

    fn second_factors(&mut self) -> &mut dyn SecondFactorRepository {
        self.inner.second_factors()
    }

    fn one_time_tokens(&mut self) -> &mut dyn OneTimeTokenRepository {
        self.inner.one_time_tokens()
    }

    fn mails(&mut self) -> &mut dyn MailRepository {
        self.inner.mails()
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self.inner.sessions()
    }

    fn posts(&mut self) -> &mut dyn PostRepository {
        self.inner.posts()
    }

    fn comments(&mut self) -> &mut dyn CommentRepository {
        self.inner.comments()
    }

    fn graph(&mut self) -> &mut dyn GraphRepository {
        self.inner.graph()
    }

    fn engagement(&mut self) -> &mut dyn EngagementRepository {
        self.inner.engagement()
    }

    fn moderation_log(&mut self) -> &mut dyn ModerationLog {
        self.inner.moderation_log()
    }

    fn reports(&mut self) -> &mut dyn ReportRepository {
        self.inner.reports()
    }

    fn notifications(&mut self) -> &mut dyn NotificationRepository {
        self.inner.notifications()
    }

    fn search(&mut self) -> &mut dyn SearchRepository {
        self.inner.search()
    }

    fn trending(&mut self) -> &mut dyn TrendingRepository {
        self.inner.trending()
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self.inner.outbox()
    }

    fn answers(&mut self) -> &mut dyn AnswerRepository {
        self
    }

    fn subscriptions(&mut self) -> &mut dyn SubscriptionRepository {
        self.inner.subscriptions()
    }

    fn erasures(&mut self) -> &mut dyn ErasureRepository {
        self.inner.erasures()
    }

    async fn commit(self: Box<Self>) -> Result<(), StorageError> {
        Err(StorageError::Conflict("told to fail".into()))
    }

    async fn commit_soon(self: Box<Self>) -> Result<(), StorageError> {
        self.commit().await
    }
}
