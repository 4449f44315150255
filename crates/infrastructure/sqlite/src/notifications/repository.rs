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

use super::deeds;
use super::facts::posts;
use crate::convert::json_names;
use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

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
}

fn all_filed(rows: Result<Vec<FiledRow>, sqlx::Error>) -> Result<Vec<Filed>, StorageError> {
    let rows = rows.map_err(failure)?.into_iter();
    rows.map(FiledRow::filed).collect()
}

#[async_trait]
impl NotificationRepository for SqliteUnitOfWork {
    async fn post_facts(&mut self, ids: &[PostId]) -> Result<Vec<PostFacts>, StorageError> {
        let ids = json_names(ids.iter().map(PostId::as_str));
        Ok(posts(self.post_rows(&ids).await.map_err(failure)?)?)
    }

    async fn comment_facts(
        &mut self,
        comments: &[CommentId],
    ) -> Result<Vec<(CommentFacts, CommentBody)>, StorageError> {
        let ids = json_names(comments.iter().map(CommentId::as_str));
        let rows = self.comment_rows(&ids).await.map_err(failure)?;
        rows.into_iter().map(|row| Ok(row.facts()?)).collect()
    }

    async fn deed_facts(&mut self, deeds: &[Deed]) -> Result<Vec<DeedFacts>, StorageError> {
        let mut facts = Vec::with_capacity(deeds.len());
        for kind in DeedKind::ALL {
            if deeds.iter().all(|deed| deed.kind != kind) {
                continue;
            }
            let meant = deeds::rows(deeds.iter().filter(|deed| deed.kind == kind));
            let rows = self.deed_rows(kind, &meant).await;
            for row in rows.map_err(failure)? {
                facts.push(row.facts(kind)?);
            }
        }
        Ok(facts)
    }

    async fn replies(&mut self, comment: CommentId) -> Result<Vec<CommentId>, StorageError> {
        let id = comment.as_str();
        let ids = sqlx::query_scalar!(
            "SELECT id FROM comments WHERE parent_id = ? AND deleted_at IS NULL",
            id
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        let ids = ids.iter().map(|id| Ok(CommentId::from_storage(id)?));
        ids.collect()
    }

    async fn next_posts(
        &mut self,
        after: Option<PostId>,
        limit: u32,
    ) -> Result<Vec<PostId>, StorageError> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let ids = sqlx::query_scalar!(
            "SELECT id FROM posts WHERE id > ? ORDER BY id LIMIT ?",
            after,
            limit
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
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
            "SELECT post_id, id FROM comments WHERE (post_id, id) > (?, ?)
            ORDER BY post_id, id LIMIT ?",
            post,
            comment,
            limit
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        let ids = rows.iter().map(|row| {
            Ok((
                PostId::from_storage(&row.post_id)?,
                CommentId::from_storage(&row.id)?,
            ))
        });
        ids.collect()
    }

    async fn filed(&mut self, sources: &[Cuid]) -> Result<Vec<Filed>, StorageError> {
        let sources = json_names(sources.iter().map(Cuid::as_str));
        let kinds = json_names(NotificationKind::SAID.map(NotificationKind::as_str));
        let rows = sqlx::query_as!(
            FiledRow,
            "SELECT source_id, recipient_id, kind, actor_id FROM notification_entries
            WHERE source_id IN (SELECT value FROM json_each(?))
                AND kind IN (SELECT value FROM json_each(?))",
            sources,
            kinds
        );
        all_filed(rows.fetch_all(self.connection()).await)
    }

    async fn next_deeds(
        &mut self,
        kind: DeedKind,
        after: Option<(UserId, Cuid)>,
        limit: u32,
    ) -> Result<Vec<Deed>, StorageError> {
        let rows = self.next_deed_rows(kind, after, limit).await;
        let rows = rows.map_err(failure)?.into_iter();
        rows.map(|row| Ok(row.deed(kind)?)).collect()
    }

    async fn filed_deeds(&mut self, deeds: &[Deed]) -> Result<Vec<Filed>, StorageError> {
        all_filed(self.filed_deed_rows(&deeds::rows(deeds)).await)
    }

    async fn undone(
        &mut self,
        after: Option<NotificationId>,
        limit: u32,
    ) -> Result<Vec<Filed>, StorageError> {
        all_filed(self.undone_rows(after, limit).await)
    }

    async fn take_back(&mut self, filed: &[Filed]) -> Result<(), StorageError> {
        let mut left = Vec::with_capacity(filed.len());
        for one in filed {
            let (source, actor) = (one.source.as_str(), one.actor.as_str());
            let (recipient, kind) = (one.recipient.as_str(), one.kind.as_str());
            if one.kind.is_of_a_deed() {
                let remembered = self.remember(source, actor, recipient, kind).await;
                remembered.map_err(failure)?;
            }
            let gone = sqlx::query_scalar!(
                r#"DELETE FROM notification_entries
                WHERE source_id = ? AND actor_id = ? AND recipient_id = ? AND kind = ?
                RETURNING notification_id AS "id!""#,
                source,
                actor,
                recipient,
                kind
            )
            .fetch_optional(self.connection())
            .await
            .map_err(failure)?;
            left.extend(gone);
        }
        self.remove_empty(&left).await.map_err(failure)
    }

    async fn tell(
        &mut self,
        due: &[(NotificationId, Due)],
        filing: Filing,
    ) -> Result<(), StorageError> {
        self.file(due, filing).await.map_err(failure)
    }

    async fn forget_source(&mut self, source: Cuid) -> Result<(), StorageError> {
        let source = source.as_str();
        let mut left = sqlx::query_scalar!(
            r#"DELETE FROM notification_entries WHERE source_id = ?
            RETURNING notification_id AS "id!""#,
            source
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        let forgotten = sqlx::query_scalar!(
            r#"DELETE FROM notification_withdrawals WHERE source_id = ?
            RETURNING notification_id AS "id!""#,
            source
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        left.extend(forgotten);
        self.remove_empty(&left).await.map_err(failure)
    }

    async fn forget(&mut self, user: UserId) -> Result<(), StorageError> {
        let user = user.as_str();
        let mut left = sqlx::query_scalar!(
            r#"DELETE FROM notification_entries WHERE actor_id = ?
            RETURNING notification_id AS "id!""#,
            user
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        let forgotten = sqlx::query_scalar!(
            r#"DELETE FROM notification_withdrawals WHERE actor_id = ?
            RETURNING notification_id AS "id!""#,
            user
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        left.extend(forgotten);
        self.remove_empty(&left).await.map_err(failure)?;
        sqlx::query!("DELETE FROM notifications WHERE recipient_id = ?", user)
            .execute(self.connection())
            .await
            .map_err(failure)?;
        Ok(())
    }

    async fn prune(
        &mut self,
        after: Option<NotificationId>,
        limit: u32,
    ) -> Result<Option<NotificationId>, StorageError> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let last = sqlx::query_scalar!(
            r#"SELECT max(id) AS "id: String" FROM (
                SELECT id FROM notifications WHERE id > ? ORDER BY id LIMIT ?)"#,
            after,
            limit
        )
        .fetch_one(self.connection())
        .await
        .map_err(failure)?;
        let Some(last) = last else {
            return Ok(None);
        };
        sqlx::query!(
            "DELETE FROM notifications WHERE id > ? AND id <= ? AND NOT EXISTS (
                SELECT 1 FROM notification_entries AS e
                WHERE e.notification_id = notifications.id)
                AND NOT EXISTS (SELECT 1 FROM notification_withdrawals AS w
                    WHERE w.notification_id = notifications.id)",
            after,
            last
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(Some(NotificationId::from_storage(&last)?))
    }

    async fn mark_read(
        &mut self,
        recipient: UserId,
        ids: Option<&[NotificationId]>,
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let ids = ids.map(|ids| json_names(ids.iter().map(NotificationId::as_str)));
        let (recipient, now) = (recipient.as_str(), now.as_micros());
        sqlx::query!(
            "UPDATE notifications SET read_at = ?3
            WHERE recipient_id = ?1 AND read_at IS NULL
                AND (?2 IS NULL OR id IN (SELECT value FROM json_each(?2)))",
            recipient,
            ids,
            now
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }
}

impl SqliteUnitOfWork {
    /// Removes those of the notifications that nobody is in any more, or may come back to.
    async fn remove_empty(&mut self, ids: &[String]) -> Result<(), sqlx::Error> {
        let ids = json_names(ids.iter().map(String::as_str));
        sqlx::query!(
            "DELETE FROM notifications WHERE id IN (SELECT value FROM json_each(?))
                AND NOT EXISTS (
                    SELECT 1 FROM notification_entries AS e
                    WHERE e.notification_id = notifications.id)
                AND NOT EXISTS (
                    SELECT 1 FROM notification_withdrawals AS w
                    WHERE w.notification_id = notifications.id)",
            ids
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
