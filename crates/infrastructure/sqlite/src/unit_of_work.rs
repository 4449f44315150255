//! One transaction over all repositories.

use std::sync::Arc;

use async_trait::async_trait;
use sqlx::{Sqlite, SqliteConnection, Transaction};
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

use crate::errors::failure;

/// A transaction that holds the file's write lock from its beginning. It implements every
/// repository and hands out itself.
pub(crate) struct SqliteUnitOfWork {
    transaction: Transaction<'static, Sqlite>,
    pub(crate) encoder: Arc<dyn EventEncoder>,
}

impl SqliteUnitOfWork {
    pub(crate) fn new(
        transaction: Transaction<'static, Sqlite>,
        encoder: Arc<dyn EventEncoder>,
    ) -> Self {
        Self {
            transaction,
            encoder,
        }
    }

    /// The connection, within the transaction.
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.transaction
    }
}

#[async_trait]
impl UnitOfWork for SqliteUnitOfWork {
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
        self.transaction.commit().await.map_err(failure)
    }

    /// Only one writes: nobody would come to wait for the disk meanwhile.
    async fn commit_soon(self: Box<Self>) -> Result<(), StorageError> {
        self.commit().await
    }
}
