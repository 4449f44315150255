//! Telling somebody something, in a number of statements that does not depend on how much.

use serde_json::json;
use thoughts_domain::ids::NotificationId;
use thoughts_domain::notifications::Due;
use thoughts_use_cases::notifications::Filing;

use crate::convert::json_names;
use crate::unit_of_work::SqliteUnitOfWork;

/// What is due, a JSON array of arrays.
fn rows(due: &[&(NotificationId, Due)]) -> String {
    let rows = due.iter().map(|(id, due)| {
        json!([
            id.as_str(),
            due.recipient.as_str(),
            due.kind.as_str(),
            due.subject.as_str(),
            due.post_id.map(|id| id.to_string()),
            due.comment_id.map(|id| id.to_string()),
            due.actor.as_str(),
            due.source.as_str(),
            due.at.as_micros(),
        ])
    });
    rows.collect::<serde_json::Value>().to_string()
}

impl SqliteUnitOfWork {
    pub(super) async fn file(
        &mut self,
        due: &[(NotificationId, Due)],
        filing: Filing,
    ) -> Result<(), sqlx::Error> {
        let mut fresh = Vec::with_capacity(due.len());
        for one in due {
            // What was undone after it was read is there again as it was.
            if !one.1.kind.is_of_a_deed() || !self.restore(&one.1).await? {
                fresh.push(one);
            }
        }
        let rows = rows(&fresh);
        self.open(&rows).await?;
        let joined = self.join(&rows).await?;
        let joined = json_names(joined.iter().map(String::as_str));
        self.move_up(&joined, filing == Filing::InFront).await
    }

    /// Makes sure that there is an unread notification for each.
    async fn open(&mut self, rows: &str) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "INSERT INTO notifications (id, recipient_id, kind, subject_id, post_id)
            SELECT min(value ->> 0), value ->> 1, value ->> 2, value ->> 3, value ->> 4
            FROM json_each(?) AS d
            WHERE EXISTS (
                    SELECT 1 FROM users AS u WHERE u.id = value ->> 1 AND u.deleted_at IS NULL)
                AND EXISTS (
                    SELECT 1 FROM users AS u WHERE u.id = value ->> 6 AND u.deleted_at IS NULL)
                AND (value ->> 4 IS NULL
                    OR EXISTS (SELECT 1 FROM posts AS p WHERE p.id = value ->> 4))
                AND NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                    WHERE x.viewer_id = value ->> 1 AND x.user_id = value ->> 6)
            GROUP BY value ->> 1, value ->> 2, value ->> 3, value ->> 4
            ON CONFLICT DO NOTHING",
            rows
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Puts everybody into the unread notification that there is, and returns those that somebody
    /// joined.
    async fn join(&mut self, rows: &str) -> Result<Vec<String>, sqlx::Error> {
        sqlx::query_scalar!(
            r#"INSERT INTO notification_entries (source_id, actor_id, recipient_id, kind,
                notification_id, comment_id, happened_at)
            SELECT value ->> 7, value ->> 6, value ->> 1, value ->> 2, n.id, value ->> 5,
                value ->> 8
            -- CROSS: what is due first, or everything unread would be gone through for each.
            FROM json_each(?) AS d
            CROSS JOIN notifications AS n ON n.recipient_id = value ->> 1 AND n.kind = value ->> 2
                AND n.subject_id = value ->> 3 AND n.read_at IS NULL
            WHERE EXISTS (
                    SELECT 1 FROM users AS u WHERE u.id = value ->> 6 AND u.deleted_at IS NULL)
                AND (value ->> 5 IS NULL OR EXISTS (
                    SELECT 1 FROM comments AS c
                    WHERE c.id = value ->> 5 AND c.deleted_at IS NULL))
                AND NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                    WHERE x.viewer_id = value ->> 1 AND x.user_id = value ->> 6)
            ON CONFLICT DO NOTHING
            RETURNING notification_id AS "id!""#,
            rows
        )
        .fetch_all(self.connection())
        .await
    }

    /// Gives notifications their new places: in front of all others, or by their time where that
    /// is not behind where they are.
    async fn move_up(&mut self, joined: &str, in_front: bool) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "INSERT INTO notification_places (recipient_id, place, notification_id)
            WITH moving AS (
                SELECT n.id, n.recipient_id, (
                        SELECT p.place FROM notification_places AS p
                        WHERE p.notification_id = n.id AND p.left_for IS NULL) AS old, (
                        SELECT max(e.happened_at) FROM notification_entries AS e
                        WHERE e.notification_id = n.id) AS moment
                FROM notifications AS n
                WHERE n.id IN (SELECT value FROM json_each(?1))
            ), ranked AS (
                SELECT id, recipient_id, moment,
                    row_number() OVER (PARTITION BY recipient_id ORDER BY moment, id) AS rank
                FROM moving WHERE ?2 OR old IS NULL OR old < moment
            )
            -- Two looks, each at the end of a range of the index: one with both conditions would
            -- go over all that the recipient has.
            SELECT recipient_id, rank + max(moment - 1, coalesce(CASE WHEN ?2
                THEN (SELECT max(p.place) FROM notification_places AS p
                    WHERE p.recipient_id = ranked.recipient_id)
                -- By time, others may have the places of that moment already.
                ELSE (SELECT max(p.place) FROM notification_places AS p
                    WHERE p.recipient_id = ranked.recipient_id
                        AND p.place BETWEEN moment AND moment + 1000000)
                END, 0)), id
            FROM ranked",
            joined,
            in_front
        )
        .execute(self.connection())
        .await?;
        // The last place is the present one.
        sqlx::query!(
            "UPDATE notification_places AS p SET left_for = (
                SELECT max(l.place) FROM notification_places AS l
                WHERE l.notification_id = p.notification_id AND l.left_for IS NULL)
            WHERE p.notification_id IN (SELECT value FROM json_each(?1)) AND p.left_for IS NULL
                AND EXISTS (
                    SELECT 1 FROM notification_places AS l
                    WHERE l.notification_id = p.notification_id AND l.left_for IS NULL
                        AND l.place > p.place)",
            joined
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
