//! Rows of a page of notifications.

use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{CommentId, NotificationId, PostId, UserId};
use thoughts_domain::notifications::NotificationKind;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::UserSummary;
use thoughts_use_cases::notifications::NotificationView;

use crate::convert::count;
use crate::snapshot::snapshot_row;

/// One of those who are in a notification.
pub(super) struct ActorRow {
    pub(super) epoch: String,
    pub(super) position: i64,
    pub(super) follows: bool,
    pub(super) id: Option<String>,
    pub(super) kind: String,
    pub(super) post_id: Option<String>,
    pub(super) comment_id: Option<String>,
    pub(super) read: bool,
    pub(super) place: i64,
    pub(super) happened_at: i64,
    pub(super) actors: i64,
    pub(super) actor_id: String,
    pub(super) handle: String,
    pub(super) display_name: String,
    pub(super) avatar_url: Option<String>,
}

snapshot_row!(ActorRow);

/// Puts the rows of each notification together. They come by notification, who did it last first.
pub(super) fn views(rows: Vec<ActorRow>) -> Result<Vec<NotificationView>, Inconsistency> {
    let mut views: Vec<NotificationView> = Vec::new();
    for row in rows {
        let Some(id) = row.id else { continue };
        let actor = UserSummary {
            id: UserId::from_storage(&row.actor_id)?,
            handle: row.handle,
            display_name: row.display_name,
            avatar_url: row.avatar_url,
        };
        if let Some(view) = views.last_mut().filter(|view| view.id.as_str() == id) {
            view.actors.push(actor);
            continue;
        }
        let post_id = row.post_id.as_deref().map(PostId::from_storage);
        let comment_id = row.comment_id.as_deref().map(CommentId::from_storage);
        views.push(NotificationView {
            id: NotificationId::from_storage(&id)?,
            kind: NotificationKind::from_storage(&row.kind)?,
            actors: vec![actor],
            actor_count: count("notification_entries", row.actors)?,
            post_id: post_id.transpose()?,
            comment_id: comment_id.transpose()?,
            created_at: Timestamp::from_micros(row.happened_at),
            read: row.read,
            place: count("notification_places.place", row.place)?,
        });
    }
    Ok(views)
}
