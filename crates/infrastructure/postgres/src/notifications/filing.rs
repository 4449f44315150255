//! Telling somebody something, in a number of statements that does not depend on how much.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::ids::NotificationId;
use thoughts_domain::notifications::Due;
use thoughts_use_cases::notifications::Filing;

use crate::convert::at;
use crate::unit_of_work::PostgresUnitOfWork;

/// What is due, column by column.
#[derive(Default)]
struct Columns {
    ids: Vec<String>,
    recipients: Vec<String>,
    kinds: Vec<String>,
    subjects: Vec<String>,
    posts: Vec<String>,
    comments: Vec<Option<String>>,
    actors: Vec<String>,
    sources: Vec<String>,
    moments: Vec<DateTime<Utc>>,
}

impl Columns {
    fn of<'a>(due: impl Iterator<Item = &'a (NotificationId, Due)>) -> Self {
        let mut columns = Self::default();
        for (id, due) in due {
            columns.ids.push(id.to_string());
            columns.recipients.push(due.recipient.to_string());
            columns.kinds.push(due.kind.as_str().to_owned());
            columns.subjects.push(due.subject.to_string());
            columns.posts.push(due.post_id.to_string());
            columns
                .comments
                .push(due.comment_id.map(|id| id.to_string()));
            columns.actors.push(due.actor.to_string());
            columns.sources.push(due.source.to_string());
            columns.moments.push(at(due.at));
        }
        columns
    }
}

impl PostgresUnitOfWork {
    pub(super) async fn file(
        &mut self,
        due: &[(NotificationId, Due)],
        filing: Filing,
    ) -> Result<(), sqlx::Error> {
        let columns = self.hold_the_living(due).await?;
        self.open(&columns).await?;
        let joined = self.join(&columns).await?;
        self.move_up(&joined, filing == Filing::InFront).await
    }

    /// Keeps users, posts and comments from going away before the commit, and leaves out what is
    /// due to or because of those that are gone. Users first, each in order: the one order of
    /// locks.
    async fn hold_the_living(
        &mut self,
        due: &[(NotificationId, Due)],
    ) -> Result<Columns, sqlx::Error> {
        let all = Columns::of(due.iter());
        let users = [all.recipients.as_slice(), &all.actors].concat();
        let users = sqlx::query_scalar!(
            "SELECT id FROM users WHERE id = ANY ($1) AND deleted_at IS NULL
             ORDER BY id FOR KEY SHARE",
            &users,
        )
        .fetch_all(self.connection())
        .await?;
        let posts = sqlx::query_scalar!(
            "SELECT id FROM posts WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE",
            &all.posts,
        )
        .fetch_all(self.connection())
        .await?;
        let comments = sqlx::query_scalar!(
            "SELECT id FROM comments WHERE id = ANY ($1) AND deleted_at IS NULL
             ORDER BY id FOR KEY SHARE",
            &all.comments as &[Option<String>],
        )
        .fetch_all(self.connection())
        .await?;
        let lives = |ids: &[String], id: &str| ids.iter().any(|living| living == id);
        Ok(Columns::of(due.iter().filter(|(_, due)| {
            let comment = due.comment_id.as_ref();
            lives(&users, due.recipient.as_str())
                && lives(&users, due.actor.as_str())
                && lives(&posts, due.post_id.as_str())
                && comment.is_none_or(|id| lives(&comments, id.as_str()))
        })))
    }

    /// Makes sure that there is an unread notification for each.
    async fn open(&mut self, columns: &Columns) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "INSERT INTO notifications (id, recipient_id, kind, subject_id, post_id)
             SELECT DISTINCT ON (d.recipient, d.kind, d.subject)
                 d.id, d.recipient, d.kind, d.subject, d.post
             FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
                 AS d (id, recipient, kind, subject, post)
             ON CONFLICT DO NOTHING",
            &columns.ids,
            &columns.recipients,
            &columns.kinds,
            &columns.subjects,
            &columns.posts,
        )
        .execute(self.connection())
        .await?;
        // Whoever marks them as read from now on waits, and marks what joins them now too.
        sqlx::query!(
            "SELECT n.id FROM notifications n
             JOIN unnest($1::text[], $2::text[], $3::text[]) AS d (recipient, kind, subject)
                 ON n.recipient_id = d.recipient AND n.kind = d.kind AND n.subject_id = d.subject
             WHERE n.read_at IS NULL ORDER BY n.id FOR UPDATE OF n",
            &columns.recipients,
            &columns.kinds,
            &columns.subjects,
        )
        .fetch_all(self.connection())
        .await?;
        Ok(())
    }

    /// Puts everybody into the unread notification that there is, and returns those that somebody
    /// joined.
    async fn join(&mut self, columns: &Columns) -> Result<Vec<String>, sqlx::Error> {
        sqlx::query_scalar!(
            "INSERT INTO notification_entries (source_id, actor_id, recipient_id, kind,
                 notification_id, comment_id, happened_at)
             SELECT d.source, d.actor, d.recipient, d.kind, n.id, d.comment, d.moment
             FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                     $7::timestamptz[])
                 AS d (recipient, kind, subject, actor, source, comment, moment)
             JOIN notifications n ON n.recipient_id = d.recipient AND n.kind = d.kind
                 AND n.subject_id = d.subject AND n.read_at IS NULL
             ON CONFLICT DO NOTHING
             RETURNING notification_id",
            &columns.recipients,
            &columns.kinds,
            &columns.subjects,
            &columns.actors,
            &columns.sources,
            &columns.comments as &[Option<String>],
            &columns.moments,
        )
        .fetch_all(self.connection())
        .await
    }

    /// Gives notifications their new places: in front of all others, or by their time where that
    /// is not behind where they are.
    async fn move_up(&mut self, joined: &[String], in_front: bool) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "WITH moving AS (
                 SELECT n.id, n.recipient_id, now.place AS old,
                     (SELECT (extract(epoch FROM max(e.happened_at)) * 1000000)::bigint
                      FROM notification_entries e WHERE e.notification_id = n.id) AS moment
                 FROM notifications n
                 LEFT JOIN notification_places now
                     ON now.notification_id = n.id AND now.left_for IS NULL
                 WHERE n.id = ANY ($1)
             ), ranked AS (
                 SELECT id, recipient_id, old, moment,
                     row_number() OVER (PARTITION BY recipient_id ORDER BY moment, id) AS rank
                 FROM moving WHERE $2 OR old IS NULL OR old < moment
             ), placed AS (
                 SELECT id, recipient_id, old, rank + greatest(moment - 1, coalesce((
                     SELECT max(p.place) FROM notification_places p
                     WHERE p.recipient_id = ranked.recipient_id
                         -- By time, others may have the places of that moment already.
                         AND ($2 OR p.place BETWEEN moment AND moment + 1000000)), 0)) AS place
                 FROM ranked
             ), left_behind AS (
                 UPDATE notification_places p SET left_for = placed.place FROM placed
                 WHERE p.recipient_id = placed.recipient_id AND p.place = placed.old
             )
             INSERT INTO notification_places (recipient_id, place, notification_id)
             SELECT recipient_id, place, id FROM placed",
            joined,
            in_front,
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
