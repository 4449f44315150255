//! Notifications within a unit of work.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::comments::CommentBody;
use thoughts_domain::ids::{CommentId, Cuid, NotificationId, PostId, UserId};
use thoughts_domain::notifications::{CommentFacts, Due, NotificationKind, PostFacts};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::notifications::{Filed, Filing, NotificationRepository, Sources};
use thoughts_use_cases::storage::StorageError;

use crate::convert::at;
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

fn texts<T: ToString>(ids: impl IntoIterator<Item = T>) -> Vec<String> {
    ids.into_iter().map(|id| id.to_string()).collect()
}

fn cuid(stored: &str) -> Result<Cuid, Inconsistency> {
    let parsed = Cuid::parse(stored);
    parsed.map_err(|e| Inconsistency::new("notification_entries.source_id", e.to_string()))
}

#[async_trait]
impl NotificationRepository for PostgresUnitOfWork {
    async fn post_facts(&mut self, posts: &[PostId]) -> Result<Vec<PostFacts>, StorageError> {
        let rows = self.post_rows(&texts(posts)).await.map_err(storage_error)?;
        rows.into_iter().map(|row| Ok(row.facts()?)).collect()
    }

    async fn comment_facts(
        &mut self,
        comments: &[CommentId],
    ) -> Result<Vec<(CommentFacts, CommentBody)>, StorageError> {
        let rows = self.comment_rows(&texts(comments)).await;
        let rows = rows.map_err(storage_error)?.into_iter();
        rows.map(|row| Ok(row.facts()?)).collect()
    }

    async fn replies(&mut self, comment: CommentId) -> Result<Vec<CommentId>, StorageError> {
        let ids = sqlx::query_scalar!(
            "SELECT id FROM comments WHERE parent_id = $1 AND deleted_at IS NULL",
            comment.as_str(),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let ids = ids.iter().map(|id| Ok(CommentId::from_storage(id)?));
        ids.collect()
    }

    async fn next(
        &mut self,
        of: Sources,
        after: Option<Cuid>,
        limit: u32,
    ) -> Result<Vec<Cuid>, StorageError> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let limit = i64::from(limit);
        let ids = match of {
            Sources::Posts => {
                sqlx::query_scalar!(
                    "SELECT id FROM posts WHERE id > $1 ORDER BY id LIMIT $2",
                    after,
                    limit,
                )
                .fetch_all(self.connection())
                .await
            }
            Sources::Comments => {
                sqlx::query_scalar!(
                    "SELECT id FROM comments WHERE id > $1 ORDER BY id LIMIT $2",
                    after,
                    limit,
                )
                .fetch_all(self.connection())
                .await
            }
            Sources::Filed => {
                sqlx::query_scalar!(
                    "SELECT DISTINCT source_id FROM notification_entries WHERE source_id > $1
                 ORDER BY source_id LIMIT $2",
                    after,
                    limit,
                )
                .fetch_all(self.connection())
                .await
            }
        };
        let ids = ids.map_err(storage_error)?;
        ids.iter().map(|id| Ok(cuid(id)?)).collect()
    }

    async fn filed(&mut self, sources: &[Cuid]) -> Result<Vec<Filed>, StorageError> {
        let rows = sqlx::query!(
            "SELECT source_id, recipient_id, kind, actor_id FROM notification_entries
             WHERE source_id = ANY ($1)",
            &texts(sources),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let filed = rows.into_iter().map(|row| {
            Ok(Filed {
                source: cuid(&row.source_id)?,
                recipient: UserId::from_storage(&row.recipient_id)?,
                kind: NotificationKind::from_storage(&row.kind)?,
                actor: UserId::from_storage(&row.actor_id)?,
            })
        });
        filed.collect()
    }

    async fn take_back(&mut self, filed: &[Filed]) -> Result<(), StorageError> {
        let left = sqlx::query_scalar!(
            "DELETE FROM notification_entries e
             USING unnest($1::text[], $2::text[], $3::text[], $4::text[])
                 AS f (source, actor, recipient, kind)
             WHERE e.source_id = f.source AND e.actor_id = f.actor
                 AND e.recipient_id = f.recipient AND e.kind = f.kind
             RETURNING e.notification_id",
            &texts(filed.iter().map(|f| f.source)),
            &texts(filed.iter().map(|f| f.actor)),
            &texts(filed.iter().map(|f| f.recipient)),
            &texts(filed.iter().map(|f| f.kind.as_str())),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        self.remove_empty(&left).await.map_err(storage_error)
    }

    async fn tell(
        &mut self,
        due: &[(NotificationId, Due)],
        filing: Filing,
    ) -> Result<(), StorageError> {
        self.file(due, filing).await.map_err(storage_error)
    }

    async fn forget(&mut self, user: UserId) -> Result<(), StorageError> {
        let left = sqlx::query_scalar!(
            "DELETE FROM notification_entries WHERE actor_id = $1 RETURNING notification_id",
            user.as_str(),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        self.remove_empty(&left).await.map_err(storage_error)?;
        sqlx::query!(
            "DELETE FROM notifications WHERE recipient_id = $1",
            user.as_str()
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn prune(&mut self, limit: u32) -> Result<u64, StorageError> {
        let gone = sqlx::query!(
            "DELETE FROM notifications WHERE id = ANY (ARRAY(
                 SELECT n.id FROM notifications n WHERE NOT EXISTS (
                     SELECT FROM notification_entries e WHERE e.notification_id = n.id)
                 LIMIT $1))",
            i64::from(limit),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(gone.rows_affected())
    }

    async fn mark_read(
        &mut self,
        recipient: UserId,
        ids: Option<&[NotificationId]>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let ids = ids.map(texts);
        // In one order, as whoever tells something locks them.
        sqlx::query!(
            "WITH unread AS (
                 SELECT id FROM notifications
                 WHERE recipient_id = $1 AND read_at IS NULL
                     AND ($2::text[] IS NULL OR id = ANY ($2))
                 ORDER BY id FOR UPDATE
             )
             UPDATE notifications n SET read_at = $3 FROM unread WHERE n.id = unread.id",
            recipient.as_str(),
            ids.as_deref(),
            at(now),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }
}

impl PostgresUnitOfWork {
    /// Removes those of the notifications that nobody is in any more.
    async fn remove_empty(&mut self, ids: &[String]) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "DELETE FROM notifications n WHERE n.id = ANY ($1) AND NOT EXISTS (
                 SELECT FROM notification_entries e WHERE e.notification_id = n.id)",
            ids,
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
