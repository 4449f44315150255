//! Reactions within a unit of work.

use async_trait::async_trait;
use thoughts_domain::engagement::{Reacted, Reaction};
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::engagement::{EngagementRepository, Reacting};
use thoughts_use_cases::storage::StorageError;

use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

#[async_trait]
impl EngagementRepository for PostgresUnitOfWork {
    async fn begin(
        &mut self,
        reaction: Reaction,
        by: UserId,
        now: Timestamp,
    ) -> Result<Reacting, StorageError> {
        let row = self.react(reaction, by, now).await.map_err(storage_error)?;
        Ok(match row {
            Some(row) => row.outcome(reaction, by, now)?,
            None => Reacting::NotFound,
        })
    }

    async fn end(
        &mut self,
        reaction: Reaction,
        by: UserId,
    ) -> Result<Option<Reacted>, StorageError> {
        let row = self.end_reaction(reaction, by).await;
        let row = row.map_err(storage_error)?;
        Ok(row.map(|row| row.reacted(reaction, by)).transpose()?)
    }

    async fn forget(&mut self, user: UserId, limit: u32) -> Result<u32, StorageError> {
        self.forget_reactions(user, limit)
            .await
            .map_err(storage_error)
    }

    async fn strip_post(&mut self, post: PostId, limit: u32) -> Result<u32, StorageError> {
        self.strip_reactions(post, limit)
            .await
            .map_err(storage_error)
    }

    async fn strip_comment(&mut self, comment: CommentId, limit: u32) -> Result<u32, StorageError> {
        self.strip_likes(comment, limit).await
    }
}
