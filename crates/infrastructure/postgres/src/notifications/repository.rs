//! Notifications within a unit of work.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::comments::CommentBody;
use thoughts_domain::ids::{CommentId, Cuid, NotificationId, PostId, UserId};
use thoughts_domain::notifications::{CommentFacts, Due, NotificationKind, PostFacts};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::notifications::{Filed, Filing, NotificationRepository};
use thoughts_use_cases::storage::StorageError;

use crate::convert::at;
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

fn texts<T: ToString>(ids: impl IntoIterator<Item = T>) -> Vec<String> {
    ids.into_iter().map(|id| id.to_string()).collect()
}

pub(super) fn cuid(stored: &str) -> Result<Cuid, Inconsistency> {
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

    async fn next_posts(
        &mut self,
        after: Option<PostId>,
        limit: u32,
    ) -> Result<Vec<PostId>, StorageError> {
        let ids = sqlx::query_scalar!(
            "SELECT id FROM posts WHERE id > $1 ORDER BY id LIMIT $2",
            after.map(|id| id.to_string()).unwrap_or_default(),
            i64::from(limit),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let ids = ids.iter().map(|id| Ok(PostId::from_storage(id)?));
        ids.collect()
    }

    async fn next_comments(
        &mut self,
        after: Option<(PostId, CommentId)>,
        limit: u32,
    ) -> Result<Vec<(PostId, CommentId)>, StorageError> {
        let after = after.map(|(post, comment)| (post.to_string(), comment.to_string()));
        let (post, comment) = after.unwrap_or_default();
        let rows = sqlx::query!(
            "SELECT post_id, id FROM comments WHERE (post_id, id) > ($1, $2)
             ORDER BY post_id, id LIMIT $3",
            post,
            comment,
            i64::from(limit),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let ids = rows.iter().map(|row| {
            Ok((
                PostId::from_storage(&row.post_id)?,
                CommentId::from_storage(&row.id)?,
            ))
        });
        ids.collect()
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

    async fn prune(
        &mut self,
        after: Option<NotificationId>,
        limit: u32,
    ) -> Result<Option<NotificationId>, StorageError> {
        let last = sqlx::query_scalar!(
            "WITH looked_at AS (
                 SELECT id FROM notifications WHERE id > $1 ORDER BY id LIMIT $2
             ), gone AS (
                 DELETE FROM notifications n USING looked_at l
                 WHERE n.id = l.id AND NOT EXISTS (
                     SELECT FROM notification_entries e WHERE e.notification_id = l.id)
             )
             SELECT max(id) FROM looked_at",
            after.map(|id| id.to_string()).unwrap_or_default(),
            i64::from(limit),
        )
        .fetch_one(self.connection())
        .await
        .map_err(storage_error)?;
        let last = last.as_deref().map(NotificationId::from_storage);
        Ok(last.transpose()?)
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
