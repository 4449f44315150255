//! A store that fails when told.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use thoughts_use_cases::accounts::{SessionRepository, UserRepository};
use thoughts_use_cases::comments::CommentRepository;
use thoughts_use_cases::events::Outbox;
use thoughts_use_cases::idempotency::AnswerRepository;
use thoughts_use_cases::posts::PostRepository;
use thoughts_use_cases::storage::{StorageError, Store, UnitOfWork};

/// Hands everything on to another store, and fails where a test says so.
pub struct FaultyStore {
    inner: Arc<dyn Store>,
    begins_fail: AtomicBool,
    commits_fail: AtomicBool,
}

impl FaultyStore {
    /// A store that works until told otherwise.
    #[must_use]
    pub fn over(inner: Arc<dyn Store>) -> Self {
        Self {
            inner,
            begins_fail: AtomicBool::new(false),
            commits_fail: AtomicBool::new(false),
        }
    }

    /// From now on no unit of work begins: [`StorageError::Unavailable`].
    pub fn fail_begins(&self) {
        self.begins_fail.store(true, Ordering::SeqCst);
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
        if self.commits_fail.load(Ordering::SeqCst) {
            return Ok(Box::new(LostWork(inner)));
        }
        Ok(inner)
    }
}

/// A unit of work that does everything but commit.
struct LostWork(Box<dyn UnitOfWork>);

#[async_trait]
impl UnitOfWork for LostWork {
    fn users(&mut self) -> &mut dyn UserRepository {
        self.0.users()
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self.0.sessions()
    }

    fn posts(&mut self) -> &mut dyn PostRepository {
        self.0.posts()
    }

    fn comments(&mut self) -> &mut dyn CommentRepository {
        self.0.comments()
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self.0.outbox()
    }

    fn answers(&mut self) -> &mut dyn AnswerRepository {
        self.0.answers()
    }

    async fn commit(self: Box<Self>) -> Result<(), StorageError> {
        Err(StorageError::Conflict("told to fail".into()))
    }
}
