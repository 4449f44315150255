//! The storage and its units of work.

use std::fmt;
use std::future::pending;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use thoughts_use_cases::accounts::{
    OneTimeTokenRepository, OutsideIdentityRepository, PasswordRepository, SessionRepository,
    UserRepository,
};
use thoughts_use_cases::comments::CommentRepository;
use thoughts_use_cases::discovery::{SearchRepository, TrendingRepository};
use thoughts_use_cases::engagement::EngagementRepository;
use thoughts_use_cases::erasure::ErasureRepository;
use thoughts_use_cases::events::{EventEncoder, EventPosition, Outbox, Positioned};
use thoughts_use_cases::graph::GraphRepository;
use thoughts_use_cases::idempotency::AnswerRepository;
use thoughts_use_cases::mail::MailRepository;
use thoughts_use_cases::moderation::{ModerationLog, ReportRepository};
use thoughts_use_cases::notifications::NotificationRepository;
use thoughts_use_cases::posts::PostRepository;
use thoughts_use_cases::readers::SubscriptionRepository;
use thoughts_use_cases::second_factor::SecondFactorRepository;
use thoughts_use_cases::storage::{StorageError, Store, UnitOfWork};
use tokio::sync::OwnedMutexGuard;

use super::readers::Led;
use super::state::State;
use crate::PlainEncoder;
use crate::contract::Adapter;

/// A storage in memory, behind every storage port.
#[derive(Clone)]
pub struct MemoryStorage {
    committed: Arc<Mutex<State>>,
    writer: Arc<tokio::sync::Mutex<()>>,
    encoder: Arc<dyn EventEncoder>,
    stall: Arc<Mutex<Option<Stall>>>,
    pub(super) led: Led,
}

/// Where a commit stops and never comes back from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Stall {
    /// Before anybody sees what was done.
    BeforeCommit,
    /// When it is done, and only whoever asked for it does not know.
    AfterCommit,
}

impl MemoryStorage {
    /// An empty storage whose events are encoded by `encoder`.
    #[must_use]
    pub fn new(encoder: Arc<dyn EventEncoder>) -> Self {
        Self {
            committed: Arc::default(),
            writer: Arc::default(),
            encoder,
            stall: Arc::default(),
            led: Led::default(),
        }
    }

    /// The next commit never comes back: whoever waits for it has to give up.
    pub fn stall_next_commit(&self, stall: Stall) {
        *self.stall.lock().unwrap_or_else(PoisonError::into_inner) = Some(stall);
    }

    /// The storage behind every port, for [`crate::contract_suite!`].
    #[must_use]
    pub fn into_adapter(self) -> Adapter {
        Adapter::of(&Arc::new(self), Box::new(()))
    }

    /// Reads the committed state.
    pub(super) fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(
            &self
                .committed
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// Reads the committed state, with the position that it has reached.
    pub(super) fn positioned<T>(&self, look: impl FnOnce(&State) -> T) -> Positioned<T> {
        self.read(|state| Positioned {
            value: look(state),
            position: state.head(),
        })
    }

    /// Changes the committed state as a unit of work of its own.
    pub(super) async fn write<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let _writer = self.writer.lock().await;
        change(
            &mut self
                .committed
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }
}

impl Default for MemoryStorage {
    fn default() -> Self {
        Self::new(Arc::new(PlainEncoder))
    }
}

impl fmt::Debug for MemoryStorage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStorage").finish_non_exhaustive()
    }
}

impl State {
    pub(super) fn head(&self) -> EventPosition {
        EventPosition {
            epoch: self.epoch.clone(),
            number: self.position,
        }
    }
}

/// A unit of work: the writer's lock and a copy of the state.
pub(super) struct MemoryWork {
    pub(super) state: State,
    pub(super) encoder: Arc<dyn EventEncoder>,
    committed: Arc<Mutex<State>>,
    stall: Arc<Mutex<Option<Stall>>>,
    _writer: OwnedMutexGuard<()>,
}

#[async_trait]
impl Store for MemoryStorage {
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        let writer = Arc::clone(&self.writer).lock_owned().await;
        Ok(Box::new(MemoryWork {
            state: self.read(State::clone),
            encoder: Arc::clone(&self.encoder),
            committed: Arc::clone(&self.committed),
            stall: Arc::clone(&self.stall),
            _writer: writer,
        }))
    }
}

#[async_trait]
impl UnitOfWork for MemoryWork {
    fn users(&mut self) -> &mut dyn UserRepository {
        self
    }

    fn passwords(&mut self) -> &mut dyn PasswordRepository {
        self
    }

    fn identities(&mut self) -> &mut dyn OutsideIdentityRepository {
        self
    }

    fn second_factors(&mut self) -> &mut dyn SecondFactorRepository {
        self
    }

    fn one_time_tokens(&mut self) -> &mut dyn OneTimeTokenRepository {
        self
    }

    fn mails(&mut self) -> &mut dyn MailRepository {
        self
    }

    fn sessions(&mut self) -> &mut dyn SessionRepository {
        self
    }

    fn posts(&mut self) -> &mut dyn PostRepository {
        self
    }

    fn comments(&mut self) -> &mut dyn CommentRepository {
        self
    }

    fn graph(&mut self) -> &mut dyn GraphRepository {
        self
    }

    fn engagement(&mut self) -> &mut dyn EngagementRepository {
        self
    }

    fn moderation_log(&mut self) -> &mut dyn ModerationLog {
        self
    }

    fn reports(&mut self) -> &mut dyn ReportRepository {
        self
    }

    fn notifications(&mut self) -> &mut dyn NotificationRepository {
        self
    }

    fn search(&mut self) -> &mut dyn SearchRepository {
        self
    }

    fn trending(&mut self) -> &mut dyn TrendingRepository {
        self
    }

    fn outbox(&mut self) -> &mut dyn Outbox {
        self
    }

    fn answers(&mut self) -> &mut dyn AnswerRepository {
        self
    }

    fn subscriptions(&mut self) -> &mut dyn SubscriptionRepository {
        self
    }

    fn erasures(&mut self) -> &mut dyn ErasureRepository {
        self
    }

    async fn commit(self: Box<Self>) -> Result<(), StorageError> {
        let work = *self;
        let stall = work
            .stall
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if stall == Some(Stall::BeforeCommit) {
            return pending().await;
        }
        *work
            .committed
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = work.state;
        if stall == Some(Stall::AfterCommit) {
            return pending().await;
        }
        Ok(())
    }

    async fn commit_soon(self: Box<Self>) -> Result<(), StorageError> {
        self.commit().await
    }
}
