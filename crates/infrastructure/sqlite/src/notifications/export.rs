//! What this room holds about a user.

use async_trait::async_trait;
use thoughts_domain::ids::{CommentId, Cuid, NotificationId, PostId, UserId};
use thoughts_domain::notifications::NotificationKind;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::export::{ExportSection, ExportedNotification};
use thoughts_use_cases::storage::StorageError;

use super::repository::cuid;
use crate::convert::moment;
use crate::errors::failure;
use crate::store::SqliteStorage;

#[async_trait]
impl ExportSection<ExportedNotification> for SqliteStorage {
    async fn rows(
        &self,
        user: UserId,
        after: Option<(NotificationId, Cuid, UserId)>,
        limit: u32,
    ) -> Result<Vec<ExportedNotification>, StorageError> {
        let user = user.as_str();
        let (id, source, actor) = after.map_or_else(Default::default, |(id, source, actor)| {
            (id.to_string(), source.to_string(), actor.to_string())
        });
        let rows = sqlx::query!(
            r#"SELECT n.id AS "id!: String", n.kind, e.actor_id, e.source_id, n.post_id, e.comment_id,
                e.happened_at, n.read_at
            FROM notifications AS n JOIN notification_entries AS e ON e.notification_id = n.id
            WHERE n.recipient_id = ?1 AND n.id >= ?2
                AND (n.id > ?2 OR (e.source_id, e.actor_id) > (?3, ?4))
            ORDER BY n.id, e.source_id, e.actor_id LIMIT ?5"#,
            user,
            id,
            source,
            actor,
            limit
        )
        .fetch_all(&self.readers)
        .await
        .map_err(failure)?;
        let rows = rows.into_iter().map(|row| {
            let post = row.post_id.as_deref().map(PostId::from_storage);
            let comment = row.comment_id.as_deref().map(CommentId::from_storage);
            Ok(ExportedNotification {
                id: NotificationId::from_storage(&row.id)?,
                kind: NotificationKind::from_storage(&row.kind)?,
                actor_id: UserId::from_storage(&row.actor_id)?,
                source_id: cuid(&row.source_id)?,
                post_id: post.transpose()?,
                comment_id: comment.transpose()?,
                happened_at: Timestamp::from_micros(row.happened_at),
                read_at: moment(row.read_at),
            })
        });
        rows.collect()
    }
}
