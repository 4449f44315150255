//! One transaction that is every repository at once.

use std::sync::Arc;

use async_trait::async_trait;
use sqlx::postgres::PgConnection;
use thoughts_use_cases::accounts::{
    OneTimeTokenRepository, OutsideIdentityRepository, PasswordRepository, SessionRepository,
    UserRepository,
};
use thoughts_use_cases::comments::CommentRepository;
use thoughts_use_cases::discovery::{SearchRepository, TrendingRepository};
use thoughts_use_cases::engagement::EngagementRepository;
use thoughts_use_cases::erasure::ErasureRepository;
use thoughts_use_cases::events::{EventEncoder, Outbox};
use thoughts_use_cases::graph::GraphRepository;
use thoughts_use_cases::idempotency::AnswerRepository;
use thoughts_use_cases::mail::MailRepository;
use thoughts_use_cases::moderation::{ModerationLog, ReportRepository};
use thoughts_use_cases::notifications::NotificationRepository;
use thoughts_use_cases::posts::PostRepository;
use thoughts_use_cases::readers::SubscriptionRepository;
use thoughts_use_cases::second_factor::SecondFactorRepository;
use thoughts_use_cases::storage::{StorageError, UnitOfWork};

use crate::errors::storage_error;
use crate::transaction::OpenTransaction;

/// Implements every repository (one file per room) and hands out itself.
pub(crate) struct PostgresUnitOfWork {
    pub(crate) transaction: OpenTransaction,
    pub(crate) encoder: Arc<dyn EventEncoder>,
    /// A projection is being filled: see [`crate::filling`].
    pub(crate) filling: bool,
}

impl PostgresUnitOfWork {
    pub(crate) fn connection(&mut self) -> &mut PgConnection {
        &mut self.transaction
    }
}

#[async_trait]
impl UnitOfWork for PostgresUnitOfWork {
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
        self.transaction.commit().await.map_err(storage_error)
    }

    async fn commit_soon(self: Box<Self>) -> Result<(), StorageError> {
        self.transaction.commit_soon().await.map_err(storage_error)
    }
}
