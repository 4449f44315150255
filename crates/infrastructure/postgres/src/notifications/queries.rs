//! Reads of notifications.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::notifications::{NotificationKey, NotificationQueries, NotificationView};
use thoughts_use_cases::paging::{Page, PageRequest};
use thoughts_use_cases::storage::StorageError;

use super::rows::{ActorRow, views};
use crate::convert::number;
use crate::errors::storage_error;
use crate::paging::{Order, assemble, positioned};
use crate::storage::PostgresStorage;

/// The page on one side of an edge: what stands there now, and what stood there when the walk
/// began and has moved since, each by an index of its own. `$way` compares a place with the edge
/// `$3`, `$order` goes away from it, `$behind` tells what stands at the edge or after it. What
/// moderators have hidden, and entries of those who are hidden from the recipient, are not there for
/// any part.
macro_rules! page {
    ($way:literal, $order:literal, $behind:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            ActorRow,
            r#"WITH now AS (
                   SELECT p.place, p.notification_id FROM notification_places p
                   WHERE p.recipient_id = $1 AND p.left_for IS NULL AND p.place <= $2
                       AND p.place "# + $way + r#" $3 AND EXISTS (
                           SELECT FROM told e
                           WHERE e.notification_id = p.notification_id AND NOT EXISTS (
                               SELECT FROM hidden_in_lists x
                               WHERE x.viewer_id = $1 AND x.user_id = e.actor_id))
                   ORDER BY p.place "# + $order + r#" LIMIT $4
               ), before AS (
                   SELECT p.place, p.notification_id FROM notification_places p
                   WHERE p.recipient_id = $1 AND p.left_for > $2 AND p.place <= $2
                       AND p.place "# + $way + r#" $3 AND EXISTS (
                           SELECT FROM told e
                           WHERE e.notification_id = p.notification_id AND NOT EXISTS (
                               SELECT FROM hidden_in_lists x
                               WHERE x.viewer_id = $1 AND x.user_id = e.actor_id))
                   ORDER BY p.place "# + $order + r#" LIMIT $4
               ), page AS (
                   SELECT place, notification_id FROM (
                       SELECT place, notification_id FROM now
                       UNION ALL SELECT place, notification_id FROM before
                   ) both_of_them
                   ORDER BY place "# + $order + r#" LIMIT $4
               ), entries AS (
                   SELECT page.place, e.notification_id, e.actor_id,
                       max(e.happened_at) AS happened_at
                   FROM page JOIN told e USING (notification_id)
                   WHERE NOT EXISTS (SELECT FROM hidden_in_lists x
                       WHERE x.viewer_id = $1 AND x.user_id = e.actor_id)
                   GROUP BY page.place, e.notification_id, e.actor_id
               ), ranked AS (
                   SELECT place, notification_id, actor_id, happened_at,
                       row_number() OVER (PARTITION BY notification_id
                           ORDER BY happened_at DESC, actor_id) AS rank,
                       count(*) OVER (PARTITION BY notification_id) AS actors
                   FROM entries
               ), shown AS (
                   SELECT r.place, r.rank, n.id, n.kind, n.post_id, n.read_at IS NOT NULL AS read,
                       (SELECT e.comment_id FROM told e
                        WHERE e.notification_id = n.id AND NOT EXISTS (
                            SELECT FROM hidden_in_lists x
                            WHERE x.viewer_id = $1 AND x.user_id = e.actor_id)
                        ORDER BY e.happened_at DESC, e.source_id LIMIT 1) AS comment_id,
                       r.happened_at, r.actors, u.id AS actor_id, u.handle, u.display_name,
                       u.avatar_url
                   FROM ranked r JOIN notifications n ON n.id = r.notification_id
                   JOIN users u ON u.id = r.actor_id
                   WHERE r.rank <= 3
               )
               SELECT h.position AS "position!", h.epoch AS "epoch!",
                   "# + $behind + r#" AS "follows!", s.id AS "id?", s.kind AS "kind?",
                   s.post_id AS "post_id?", s.comment_id AS "comment_id?", s.read AS "read?",
                   s.place AS "place?", s.happened_at AS "happened_at?", s.actors AS "actors?",
                   s.actor_id AS "actor_id?", s.handle AS "handle?",
                   s.display_name AS "display_name?", s.avatar_url AS "avatar_url?"
               FROM event_head h LEFT JOIN shown s ON true ORDER BY s.place, s.rank"#,
            $($argument),+
        )
    };
}

#[async_trait]
impl NotificationQueries for PostgresStorage {
    async fn notifications(
        &self,
        recipient: UserId,
        page: &PageRequest<NotificationKey>,
    ) -> Result<Positioned<Page<NotificationView, NotificationKey>>, StorageError> {
        let all = NotificationKey {
            began: u64::MAX,
            place: u64::MAX,
        };
        let edge = page.edge().copied().unwrap_or(all);
        let place = |number| i64::try_from(number).unwrap_or(i64::MAX);
        let (began, from) = (place(edge.began), place(edge.place));
        let (who, limit) = (recipient.as_str(), page.limit.and_one());
        let rows = if page.is_backward() {
            page!(
                ">",
                "ASC",
                "EXISTS (SELECT FROM notification_places p
                     WHERE p.recipient_id = $1 AND p.place <= $3
                         AND (p.left_for IS NULL OR p.left_for > $2) AND EXISTS (
                             SELECT FROM told e
                             WHERE e.notification_id = p.notification_id AND NOT EXISTS (
                                 SELECT FROM hidden_in_lists x
                                 WHERE x.viewer_id = $1 AND x.user_id = e.actor_id)))",
                who,
                began,
                from,
                limit
            )
            .fetch_all(&self.pool)
            .await
        } else {
            page!("<", "DESC", "false", who, began, from, limit)
                .fetch_all(&self.pool)
                .await
        };
        let rows = rows.map_err(storage_error)?;
        let head = rows.first();
        let head = head.ok_or_else(|| Inconsistency::new("event_head", "has no row"))?;
        let (position, epoch, follows) = (head.position, head.epoch.clone(), head.follows);
        let found = views(rows)?;
        let first = found.iter().map(|view| view.place).max();
        let began = page
            .edge()
            .map_or(first.unwrap_or_default(), |edge| edge.began);
        let key = |view: &NotificationView| NotificationKey {
            began,
            place: view.place,
        };
        let page = assemble(found, page, Order::Descending, follows, key);
        Ok(positioned(position, &epoch, page)?)
    }

    async fn unread_count(&self, recipient: UserId) -> Result<Positioned<u64>, StorageError> {
        let row = sqlx::query!(
            r#"SELECT h.position, h.epoch, (
                   SELECT count(*) FROM notifications n
                   WHERE n.recipient_id = $1 AND n.read_at IS NULL AND EXISTS (
                       SELECT FROM told e
                       WHERE e.notification_id = n.id AND NOT EXISTS (
                           SELECT FROM hidden_in_lists x
                           WHERE x.viewer_id = $1 AND x.user_id = e.actor_id))
               ) AS "unread!"
               FROM event_head h"#,
            recipient.as_str(),
        )
        .fetch_one(&self.pool)
        .await
        .map_err(storage_error)?;
        let unread = number(row.unread, "notifications")?;
        Ok(positioned(row.position, &row.epoch, unread)?)
    }
}
