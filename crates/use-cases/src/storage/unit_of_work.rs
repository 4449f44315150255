//! One transaction over all repositories.

use async_trait::async_trait;

use super::StorageError;
use crate::accounts::{
    OneTimeTokenRepository, OutsideIdentityRepository, PasswordRepository, SessionRepository,
    UserRepository,
};
use crate::comments::CommentRepository;
use crate::discovery::{SearchRepository, TrendingRepository};
use crate::engagement::EngagementRepository;
use crate::erasure::ErasureRepository;
use crate::events::Outbox;
use crate::graph::GraphRepository;
use crate::idempotency::AnswerRepository;
use crate::mail::MailRepository;
use crate::moderation::{ModerationLog, ReportRepository};
use crate::notifications::NotificationRepository;
use crate::posts::PostRepository;
use crate::readers::SubscriptionRepository;
use crate::second_factor::SecondFactorRepository;

/// Where units of work begin.
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins a unit of work. Dropping this future half-way leaves nothing open.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`] when no connection can be had in time.
    async fn begin(&self) -> Result<Box<dyn UnitOfWork>, StorageError>;

    /// Begins a unit of work that goes over thousands of rows, such as a step of a rebuild. It
    /// holds the same promises; a storage may prepare for it.
    ///
    /// # Errors
    /// As for [`Self::begin`].
    async fn begin_bulk(&self) -> Result<Box<dyn UnitOfWork>, StorageError> {
        self.begin().await
    }
}

/// Everything that one intention changes: kept together by [`UnitOfWork::commit`], taken back
/// together when it is dropped. No method waits for a lock in a way that could poison it: an
/// expected conflict is an outcome, not an error.
#[async_trait]
pub trait UnitOfWork: Send {
    /// Users.
    fn users(&mut self) -> &mut dyn UserRepository;
    /// Identities of users at outside providers.
    fn identities(&mut self) -> &mut dyn OutsideIdentityRepository;
    /// Stored passwords.
    fn passwords(&mut self) -> &mut dyn PasswordRepository;
    /// Second factors.
    fn second_factors(&mut self) -> &mut dyn SecondFactorRepository;
    /// Tokens that were mailed.
    fn one_time_tokens(&mut self) -> &mut dyn OneTimeTokenRepository;
    /// Mails that wait to be sent.
    fn mails(&mut self) -> &mut dyn MailRepository;
    /// Sessions and their refresh tokens.
    fn sessions(&mut self) -> &mut dyn SessionRepository;
    /// Posts.
    fn posts(&mut self) -> &mut dyn PostRepository;
    /// Comments.
    fn comments(&mut self) -> &mut dyn CommentRepository;
    /// Who follows, blocks and mutes whom.
    fn graph(&mut self) -> &mut dyn GraphRepository;
    /// Who reacted to which post or comment.
    fn engagement(&mut self) -> &mut dyn EngagementRepository;
    /// The log of what moderators do.
    fn moderation_log(&mut self) -> &mut dyn ModerationLog;
    /// What users report to moderators.
    fn reports(&mut self) -> &mut dyn ReportRepository;
    /// Notifications.
    fn notifications(&mut self) -> &mut dyn NotificationRepository;
    /// What things are found by.
    fn search(&mut self) -> &mut dyn SearchRepository;
    /// How much things move.
    fn trending(&mut self) -> &mut dyn TrendingRepository;
    /// Events to be published.
    fn outbox(&mut self) -> &mut dyn Outbox;
    /// Answers kept for retries.
    fn answers(&mut self) -> &mut dyn AnswerRepository;
    /// Where readers of the log stand.
    fn subscriptions(&mut self) -> &mut dyn SubscriptionRepository;
    /// What is left to erase of accounts that have gone.
    fn erasures(&mut self) -> &mut dyn ErasureRepository;

    /// Keeps everything. When it returns, it is durable.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`] when the storage was lost meanwhile: then it is not known
    /// whether everything or nothing was kept. [`StorageError::Conflict`] and
    /// [`StorageError::Failed`]: nothing was.
    async fn commit(self: Box<Self>) -> Result<(), StorageError>;

    /// Keeps everything, as [`Self::commit`] does, but may return before it is durable: when the
    /// storage itself crashes soon, the last of these are taken back, whole and from the end. The
    /// next ordinary commit makes all of them durable. For one of many steps, each of which says
    /// how far they got.
    ///
    /// # Errors
    /// As for [`Self::commit`].
    async fn commit_soon(self: Box<Self>) -> Result<(), StorageError>;
}
