//! Where notifications stand in their recipients' lists.

use crate::unit_of_work::PostgresUnitOfWork;

/// A notification that somebody joined just now.
pub(super) struct Joined {
    pub(super) notification: String,
    pub(super) recipient: String,
    /// When the last of those who joined did it, in microseconds.
    pub(super) at: i64,
}

impl PostgresUnitOfWork {
    /// Gives notifications their new places: in front of all others, or by their time where that
    /// is not behind where they are. A place is never before the time of what happened, so that
    /// of those who were in it already nobody matters.
    pub(super) async fn move_up(
        &mut self,
        joined: &[Joined],
        in_front: bool,
    ) -> Result<(), sqlx::Error> {
        let column = |of: fn(&Joined) -> &String| joined.iter().map(of).cloned().collect();
        let notifications: Vec<String> = column(|joined| &joined.notification);
        let recipients: Vec<String> = column(|joined| &joined.recipient);
        let moments: Vec<i64> = joined.iter().map(|joined| joined.at).collect();
        sqlx::query!(
            "WITH moving AS (
                 SELECT j.id, j.recipient_id, j.moment, now.place AS old
                 FROM unnest($1::text[], $2::text[], $3::bigint[]) AS j (id, recipient_id, moment)
                 LEFT JOIN notification_places now
                     ON now.notification_id = j.id AND now.left_for IS NULL
             ), ranked AS (
                 SELECT id, recipient_id, old, moment,
                     row_number() OVER (PARTITION BY recipient_id ORDER BY moment, id) AS rank
                 FROM moving WHERE $4 OR old IS NULL OR old < moment
             ), placed AS (
                 -- Two looks, each at the end of a range of the index: one with both conditions
                 -- would go over all that the recipient has.
                 SELECT id, recipient_id, old, rank + greatest(moment - 1, coalesce(CASE WHEN $4
                     THEN (SELECT max(p.place) FROM notification_places p
                         WHERE p.recipient_id = ranked.recipient_id)
                     -- By time, others may have the places of that moment already.
                     ELSE (SELECT max(p.place) FROM notification_places p
                         WHERE p.recipient_id = ranked.recipient_id
                             AND p.place BETWEEN moment AND moment + 1000000)
                     END, 0)) AS place
                 FROM ranked
             ), left_behind AS (
                 UPDATE notification_places p SET left_for = placed.place FROM placed
                 WHERE p.recipient_id = placed.recipient_id AND p.place = placed.old
             )
             INSERT INTO notification_places (recipient_id, place, notification_id)
             SELECT recipient_id, place, id FROM placed",
            &notifications,
            &recipients,
            &moments,
            in_front,
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Gives all notifications their places where none has one: each the moment of what happened
    /// last, or the next after the one behind it.
    pub(super) async fn place_all(&mut self) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "INSERT INTO notification_places (recipient_id, place, notification_id)
             SELECT recipient_id, rank + max(moment - rank)
                 OVER (PARTITION BY recipient_id ORDER BY rank), id
             FROM (
                 SELECT n.recipient_id, n.id, e.moment,
                     row_number() OVER (PARTITION BY n.recipient_id ORDER BY e.moment, n.id) AS rank
                 FROM notifications n JOIN (
                     SELECT notification_id,
                         (extract(epoch FROM max(happened_at)) * 1000000)::bigint AS moment
                     FROM notification_entries GROUP BY notification_id
                 ) e ON e.notification_id = n.id
             ) ranked"
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
