//! Reactions within a unit of work. The writer holds the whole file: to read is to lock.

use async_trait::async_trait;
use sqlx::SqliteConnection;
use thoughts_domain::engagement::{Reacted, Reaction, Target};
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::engagement::{EngagementRepository, Reacting};
use thoughts_use_cases::storage::StorageError;

use super::tables::{bookmarks, comment_likes, post_likes, reposts};
use super::{counters, forgetting};
use crate::convert::version;
use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

#[async_trait]
impl EngagementRepository for SqliteUnitOfWork {
    async fn begin(
        &mut self,
        reaction: Reaction,
        by: UserId,
        now: Timestamp,
    ) -> Result<Reacting, StorageError> {
        let connection = self.connection();
        if !is_there_for(connection, reaction, by).await? {
            return Ok(Reacting::NotFound);
        }
        let (subject, user, since) = (reaction.subject(), by.as_str(), now.as_micros());
        let subject = subject.as_str();
        let is_new = match reaction {
            Reaction::LikePost(_) => post_likes::insert(connection, user, subject, since).await,
            Reaction::LikeComment(_) => {
                comment_likes::insert(connection, user, subject, since).await
            }
            Reaction::Repost(_) => reposts::insert(connection, user, subject, since).await,
            Reaction::Bookmark(_) => bookmarks::insert(connection, user, subject, since).await,
        }?;
        if !is_new {
            return Ok(Reacting::There);
        }
        count(connection, reaction, 1).await?;
        let target = target(connection, reaction).await?;
        Ok(target.map_or(Reacting::NotFound, |target| {
            Reacting::Begun(reaction.begin(target, by, now))
        }))
    }

    async fn end(
        &mut self,
        reaction: Reaction,
        by: UserId,
    ) -> Result<Option<Reacted>, StorageError> {
        let connection = self.connection();
        let (subject, user) = (reaction.subject(), by.as_str());
        let subject = subject.as_str();
        let since = match reaction {
            Reaction::LikePost(_) => post_likes::delete(connection, user, subject).await,
            Reaction::LikeComment(_) => comment_likes::delete(connection, user, subject).await,
            Reaction::Repost(_) => reposts::delete(connection, user, subject).await,
            Reaction::Bookmark(_) => bookmarks::delete(connection, user, subject).await,
        }?;
        let Some(since) = since else { return Ok(None) };
        count(connection, reaction, -1).await?;
        let target = target(connection, reaction).await?;
        let since = Timestamp::from_micros(since);
        Ok(target.map(|target| reaction.begin(target, by, since)))
    }

    async fn forget(&mut self, user: UserId, limit: u32) -> Result<u32, StorageError> {
        forgetting::of_user(self.connection(), user, limit).await
    }

    async fn strip_post(&mut self, post: PostId, limit: u32) -> Result<u32, StorageError> {
        forgetting::of_post(self.connection(), post, limit).await
    }

    async fn strip_comment(&mut self, comment: CommentId, limit: u32) -> Result<u32, StorageError> {
        forgetting::of_comment(self.connection(), comment, limit).await
    }
}

/// Whether what is reacted to is there for who reacts, and he is there himself.
async fn is_there_for(
    connection: &mut SqliteConnection,
    reaction: Reaction,
    by: UserId,
) -> Result<bool, StorageError> {
    let (subject, by) = (reaction.subject(), by.as_str());
    let subject = subject.as_str();
    if let Reaction::LikeComment(_) = reaction {
        return sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT 1 FROM comments c
                    JOIN users me ON me.id = ?2 AND me.deleted_at IS NULL
                WHERE c.id = ?1 AND c.deleted_at IS NULL AND c.hidden_at IS NULL
                    AND NOT EXISTS (SELECT 1 FROM posts w
                        WHERE w.id = c.post_id AND w.hidden_at IS NOT NULL)
                    AND NOT EXISTS (SELECT 1 FROM blocks
                    WHERE (blocker_id, blocked_id) IN (VALUES (?2, c.author_id), (c.author_id, ?2))
                )) AS "there!: bool""#,
            subject,
            by
        )
        .fetch_one(connection)
        .await
        .map_err(failure);
    }
    sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM posts p
                JOIN users me ON me.id = ?2 AND me.deleted_at IS NULL
            WHERE p.id = ?1 AND p.hidden_at IS NULL AND NOT EXISTS (SELECT 1 FROM blocks
                WHERE (blocker_id, blocked_id) IN (VALUES (?2, p.author_id), (p.author_id, ?2))
            )) AS "there!: bool""#,
        subject,
        by
    )
    .fetch_one(connection)
    .await
    .map_err(failure)
}

/// What is reacted to.
async fn target(
    connection: &mut SqliteConnection,
    reaction: Reaction,
) -> Result<Option<Target>, StorageError> {
    let subject = reaction.subject();
    let subject = subject.as_str();
    let (post_id, stored) = match reaction {
        Reaction::LikePost(post) | Reaction::Repost(post) | Reaction::Bookmark(post) => {
            let stored = sqlx::query_scalar!("SELECT version FROM posts WHERE id = ?", subject)
                .fetch_optional(connection)
                .await
                .map_err(failure)?;
            (Some(post), stored)
        }
        Reaction::LikeComment(_) => {
            let row = sqlx::query!(
                "SELECT post_id, version FROM comments WHERE id = ?",
                subject
            )
            .fetch_optional(connection)
            .await
            .map_err(failure)?;
            let post_id = row.as_ref().map(|row| PostId::from_storage(&row.post_id));
            (post_id.transpose()?, row.map(|row| row.version))
        }
    };
    let target = post_id.zip(stored).map(|(post_id, stored)| {
        Ok(Target {
            post_id,
            version: version("version", stored)?,
        })
    });
    target.transpose()
}

/// What somebody keeps is counted nowhere.
async fn count(
    connection: &mut SqliteConnection,
    reaction: Reaction,
    step: i64,
) -> Result<(), StorageError> {
    let subject = reaction.subject();
    let subject = subject.as_str();
    match reaction {
        Reaction::LikePost(_) => counters::post_likes::add(connection, subject, step).await,
        Reaction::LikeComment(_) => counters::comment_likes::add(connection, subject, step).await,
        Reaction::Repost(_) => counters::reposts::add(connection, subject, step).await,
        Reaction::Bookmark(_) => Ok(()),
    }
}
