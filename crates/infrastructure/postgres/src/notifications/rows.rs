//! Rows of a page of notifications.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{CommentId, NotificationId, PostId};
use thoughts_domain::notifications::NotificationKind;
use thoughts_use_cases::notifications::NotificationView;

use crate::accounts::summary;
use crate::convert::{moment, number, present};

/// One of those who are in a notification, beside the head of the log; all but the head is null
/// when the page is empty.
pub(super) struct ActorRow {
    pub(super) position: i64,
    pub(super) epoch: String,
    pub(super) follows: bool,
    pub(super) id: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) post_id: Option<String>,
    pub(super) comment_id: Option<String>,
    pub(super) read: Option<bool>,
    pub(super) place: Option<i64>,
    pub(super) happened_at: Option<DateTime<Utc>>,
    pub(super) actors: Option<i64>,
    pub(super) actor_id: Option<String>,
    pub(super) handle: Option<String>,
    pub(super) display_name: Option<String>,
    pub(super) avatar_url: Option<String>,
}

/// Puts the rows of each notification together. They come by notification, who did it last first.
pub(super) fn views(rows: Vec<ActorRow>) -> Result<Vec<NotificationView>, Inconsistency> {
    let mut views: Vec<NotificationView> = Vec::new();
    for row in rows {
        let Some(id) = row.id else { continue };
        let actor = summary(
            &present(row.actor_id, "notification_entries.actor_id")?,
            present(row.handle, "users.handle")?,
            present(row.display_name, "users.display_name")?,
            row.avatar_url,
        )?;
        match views.last_mut().filter(|view| view.id.as_str() == id) {
            Some(view) => view.actors.push(actor),
            None => views.push(NotificationView {
                id: NotificationId::from_storage(&id)?,
                kind: NotificationKind::from_storage(&present(row.kind, "notifications.kind")?)?,
                actors: vec![actor],
                actor_count: number(row.actors.unwrap_or_default(), "notification_entries")?,
                post_id: row
                    .post_id
                    .as_deref()
                    .map(PostId::from_storage)
                    .transpose()?,
                comment_id: row
                    .comment_id
                    .as_deref()
                    .map(CommentId::from_storage)
                    .transpose()?,
                created_at: moment(present(
                    row.happened_at,
                    "notification_entries.happened_at",
                )?),
                read: row.read.unwrap_or_default(),
                place: number(row.place.unwrap_or_default(), "notification_places.place")?,
            }),
        }
    }
    Ok(views)
}
