//! Notifications within a unit of work.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::comments::CommentBody;
use thoughts_domain::ids::{CommentId, Cuid, NotificationId, PostId, UserId};
use thoughts_domain::notifications::{
    CommentFacts, Deed, DeedFacts, DeedKind, Due, NotificationKind, PostFacts,
};
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

/// What somebody was told.
pub(super) struct FiledRow {
    pub(super) source_id: String,
    pub(super) recipient_id: String,
    pub(super) kind: String,
    pub(super) actor_id: String,
}

impl FiledRow {
    fn filed(self) -> Result<Filed, StorageError> {
        Ok(Filed {
            source: cuid(&self.source_id)?,
            recipient: UserId::from_storage(&self.recipient_id)?,
            kind: NotificationKind::from_storage(&self.kind)?,
            actor: UserId::from_storage(&self.actor_id)?,
        })
    }

    pub(super) fn key(self) -> [String; 4] {
        [self.source_id, self.recipient_id, self.kind, self.actor_id]
    }
}

fn all_filed(rows: Result<Vec<FiledRow>, sqlx::Error>) -> Result<Vec<Filed>, StorageError> {
    let rows = rows.map_err(storage_error)?.into_iter();
    rows.map(FiledRow::filed).collect()
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
        self.facts_of_comments(&texts(comments)).await
    }

    async fn deed_facts(&mut self, deeds: &[Deed]) -> Result<Vec<DeedFacts>, StorageError> {
        let mut facts = Vec::with_capacity(deeds.len());
        for kind in DeedKind::ALL {
            let meant = deeds.iter().filter(|deed| deed.kind == kind);
            let (by, targets): (Vec<_>, Vec<_>) = meant
                .map(|deed| (deed.by.to_string(), deed.target.to_string()))
                .unzip();
            if by.is_empty() {
                continue;
            }
            let rows = self.deed_rows(kind, &by, &targets).await;
            for row in rows.map_err(storage_error)? {
                facts.push(row.facts(kind)?);
            }
        }
        Ok(facts)
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
        if self.filling {
            // Each is looked at once, and nobody was told anything before.
            return Ok(Vec::new());
        }
        let rows = sqlx::query_as!(
            FiledRow,
            "SELECT source_id, recipient_id, kind, actor_id FROM notification_entries
             WHERE source_id = ANY ($1) AND kind = ANY ($2)",
            &texts(sources),
            &NotificationKind::SAID.map(|kind| kind.as_str().to_owned()),
        );
        all_filed(rows.fetch_all(self.connection()).await)
    }

    async fn next_deeds(
        &mut self,
        kind: DeedKind,
        after: Option<(UserId, Cuid)>,
        limit: u32,
    ) -> Result<Vec<Deed>, StorageError> {
        let rows = self.next_deed_rows(kind, after, i64::from(limit)).await;
        let rows = rows.map_err(storage_error)?.into_iter();
        rows.map(|row| Ok(row.deed(kind)?)).collect()
    }

    async fn filed_deeds(&mut self, deeds: &[Deed]) -> Result<Vec<Filed>, StorageError> {
        if self.filling {
            return Ok(Vec::new());
        }
        all_filed(self.filed_deed_rows(deeds).await)
    }

    async fn undone(
        &mut self,
        after: Option<NotificationId>,
        limit: u32,
    ) -> Result<Vec<Filed>, StorageError> {
        all_filed(self.undone_rows(after, i64::from(limit)).await)
    }

    async fn take_back(&mut self, filed: &[Filed]) -> Result<(), StorageError> {
        let deeds = filed.iter().map(|f| f.kind.is_of_a_deed());
        let left = sqlx::query_scalar!(
            "WITH gone AS (
                 DELETE FROM notification_entries e
                 USING unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::boolean[])
                     AS f (source, actor, recipient, kind, is_deed)
                 WHERE e.source_id = f.source AND e.actor_id = f.actor
                     AND e.recipient_id = f.recipient AND e.kind = f.kind
                 RETURNING e.source_id, e.actor_id, e.recipient_id, e.kind, e.notification_id,
                     e.comment_id, e.happened_at, f.is_deed
             ), remembered AS (
                 INSERT INTO notification_withdrawals (source_id, actor_id, recipient_id, kind,
                     notification_id, comment_id, happened_at)
                 SELECT g.source_id, g.actor_id, g.recipient_id, g.kind, g.notification_id,
                     g.comment_id, g.happened_at
                 FROM gone g JOIN notifications n ON n.id = g.notification_id
                 WHERE g.is_deed AND n.read_at IS NOT NULL
             )
             SELECT notification_id FROM gone",
            &texts(filed.iter().map(|f| f.source)),
            &texts(filed.iter().map(|f| f.actor)),
            &texts(filed.iter().map(|f| f.recipient)),
            &texts(filed.iter().map(|f| f.kind.as_str())),
            &deeds.collect::<Vec<_>>(),
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

    async fn forget_source(&mut self, source: Cuid) -> Result<(), StorageError> {
        let left = sqlx::query_scalar!(
            r#"WITH gone AS (
                   DELETE FROM notification_entries WHERE source_id = $1 RETURNING notification_id
               ), forgotten AS (
                   DELETE FROM notification_withdrawals WHERE source_id = $1
                   RETURNING notification_id
               )
               SELECT notification_id AS "id!" FROM gone
               UNION SELECT notification_id FROM forgotten"#,
            source.as_str(),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        self.remove_empty(&left).await.map_err(storage_error)
    }

    async fn forget(&mut self, user: UserId) -> Result<(), StorageError> {
        let left = sqlx::query_scalar!(
            r#"WITH gone AS (
                   DELETE FROM notification_entries WHERE actor_id = $1 RETURNING notification_id
               ), forgotten AS (
                   DELETE FROM notification_withdrawals WHERE actor_id = $1
                   RETURNING notification_id
               )
               SELECT notification_id AS "id!" FROM gone
               UNION SELECT notification_id FROM forgotten"#,
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
                     AND NOT EXISTS (SELECT FROM notification_withdrawals w
                         WHERE w.notification_id = l.id)
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

    async fn begin_filling(&mut self) -> Result<bool, StorageError> {
        self.prepare_tables().await.map_err(storage_error)
    }

    async fn all_filled(&mut self) -> Result<(), StorageError> {
        self.complete_tables().await.map_err(storage_error)
    }
}

impl PostgresUnitOfWork {
    /// Removes those of the notifications that nobody is in any more, or may come back to.
    async fn remove_empty(&mut self, ids: &[String]) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "DELETE FROM notifications n WHERE n.id = ANY ($1) AND NOT EXISTS (
                 SELECT FROM notification_entries e WHERE e.notification_id = n.id)
                 AND NOT EXISTS (
                     SELECT FROM notification_withdrawals w WHERE w.notification_id = n.id)",
            ids,
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
