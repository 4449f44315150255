//! Reads of notifications.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::notifications::{NotificationKey, NotificationQueries, NotificationView};
use thoughts_use_cases::paging::{Order, Page, PageRequest};
use thoughts_use_cases::storage::StorageError;

use super::rows::{ActorRow, views};
use crate::convert::count;
use crate::errors::failure;
use crate::snapshot::{Snapshot, position};
use crate::store::SqliteStorage;

/// The page on one side of an edge: what stands there now, and what stood there when the walk
/// began and has moved since, each by an index of its own. `$way` compares a place with the edge
/// `?3`, `$order` goes away from it, `$behind` tells what stands at the edge or after it. Entries of
/// those who are hidden from the recipient are not there for any part.
macro_rules! page {
    ($way:literal, $order:literal, $behind:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            ActorRow,
            r#"WITH here AS (
                SELECT p.place, p.notification_id FROM notification_places AS p
                WHERE p.recipient_id = ?1 AND p.left_for IS NULL AND p.place <= ?2
                    AND p.place "# + $way + r#" ?3 AND EXISTS (
                        SELECT 1 FROM told AS e
                        WHERE e.notification_id = p.notification_id
                            AND NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                                WHERE x.viewer_id = ?1 AND x.user_id = e.actor_id))
                ORDER BY p.place "# + $order + r#" LIMIT ?4
            ), before AS (
                SELECT p.place, p.notification_id FROM notification_places AS p
                WHERE p.recipient_id = ?1 AND p.left_for > ?2 AND p.place <= ?2
                    AND p.place "# + $way + r#" ?3 AND EXISTS (
                        SELECT 1 FROM told AS e
                        WHERE e.notification_id = p.notification_id
                            AND NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                                WHERE x.viewer_id = ?1 AND x.user_id = e.actor_id))
                ORDER BY p.place "# + $order + r#" LIMIT ?4
            ), page AS (
                SELECT place, notification_id FROM here
                UNION ALL SELECT place, notification_id FROM before
                ORDER BY place "# + $order + r#" LIMIT ?4
            ), entries AS (
                SELECT page.place, e.notification_id, e.actor_id,
                    max(e.happened_at) AS happened_at
                FROM page JOIN told AS e
                    ON e.notification_id = page.notification_id
                WHERE NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                    WHERE x.viewer_id = ?1 AND x.user_id = e.actor_id)
                GROUP BY page.place, e.notification_id, e.actor_id
            ), ranked AS (
                SELECT place, notification_id, actor_id, happened_at,
                    row_number() OVER (PARTITION BY notification_id
                        ORDER BY happened_at DESC, actor_id) AS rank,
                    count(*) OVER (PARTITION BY notification_id) AS actors
                FROM entries
            ), shown AS (
                SELECT r.place, r.rank, n.id, n.kind, n.post_id, n.read_at IS NOT NULL AS read,
                    (SELECT e.comment_id FROM told AS e
                    WHERE e.notification_id = n.id
                        AND NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                            WHERE x.viewer_id = ?1 AND x.user_id = e.actor_id)
                    ORDER BY e.happened_at DESC, e.source_id LIMIT 1) AS comment_id,
                    r.happened_at, r.actors, u.id AS actor_id, u.handle, u.display_name,
                    u.avatar_url
                FROM ranked AS r JOIN notifications AS n ON n.id = r.notification_id
                JOIN users AS u ON u.id = r.actor_id
                WHERE r.rank <= 3
            )
            SELECT h.position AS "position!: i64", h.epoch AS "epoch!: String",
                "# + $behind + r#" AS "follows!: bool", s.id AS "id?: String",
                coalesce(s.kind, '') AS "kind!: String", s.post_id AS "post_id?: String",
                s.comment_id AS "comment_id?: String", coalesce(s.read, 0) AS "read!: bool",
                coalesce(s.place, 0) AS "place!: i64",
                coalesce(s.happened_at, 0) AS "happened_at!: i64",
                coalesce(s.actors, 0) AS "actors!: i64",
                coalesce(s.actor_id, '') AS "actor_id!: String",
                coalesce(s.handle, '') AS "handle!: String",
                coalesce(s.display_name, '') AS "display_name!: String",
                s.avatar_url AS "avatar_url?: String"
            FROM event_head AS h LEFT JOIN shown AS s ON true
            ORDER BY s.place "# + $order + r#", s.rank"#,
            $($argument),+
        )
    };
}

#[async_trait]
impl NotificationQueries for SqliteStorage {
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
                "EXISTS (SELECT 1 FROM notification_places AS p
                    WHERE p.recipient_id = ?1 AND p.place <= ?3
                        AND (p.left_for IS NULL OR p.left_for > ?2) AND EXISTS (
                            SELECT 1 FROM told AS e
                            WHERE e.notification_id = p.notification_id
                                AND NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                                    WHERE x.viewer_id = ?1 AND x.user_id = e.actor_id)))",
                who,
                began,
                from,
                limit
            )
            .fetch_all(&self.readers)
            .await
        } else {
            page!("<", "DESC", "0", who, began, from, limit)
                .fetch_all(&self.readers)
                .await
        };
        let mut snapshot = Snapshot::of(rows.map_err(failure)?)?;
        let found = views(std::mem::take(&mut snapshot.found))?;
        let first = found.iter().map(|view| view.place).max();
        let began = page
            .edge()
            .map_or(first.unwrap_or_default(), |edge| edge.began);
        let follows = snapshot.follows;
        let page = Page::assemble(found, page, Order::Descending, follows, |view| {
            NotificationKey {
                began,
                place: view.place,
            }
        });
        Ok(snapshot.positioned(page))
    }

    async fn unread_count(&self, recipient: UserId) -> Result<Positioned<u64>, StorageError> {
        let who = recipient.as_str();
        let row = sqlx::query!(
            r#"SELECT h.position, h.epoch, (
                SELECT count(*) FROM notifications AS n
                WHERE n.recipient_id = ?1 AND n.read_at IS NULL AND EXISTS (
                    SELECT 1 FROM told AS e
                    WHERE e.notification_id = n.id AND NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = e.actor_id))
            ) AS "unread!: i64"
            FROM event_head AS h"#,
            who
        )
        .fetch_one(&self.readers)
        .await
        .map_err(failure)?;
        Ok(Positioned {
            value: count("notifications", row.unread)?,
            position: position(row.epoch, row.position)?,
        })
    }
}
