//! What was done once: follows, likes, reposts.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{Cuid, NotificationId, PostId, UserId};
use thoughts_domain::notifications::{Deed, DeedFacts, DeedKind};
use thoughts_use_cases::notifications::Filed;

use super::repository::{FiledRow, cuid};
use crate::convert::moment;
use crate::unit_of_work::PostgresUnitOfWork;

/// A deed that stands.
pub(super) struct DeedRow {
    by: String,
    target: String,
    to: String,
    post_id: Option<String>,
    at: DateTime<Utc>,
}

impl DeedRow {
    pub(super) fn facts(self, kind: DeedKind) -> Result<DeedFacts, Inconsistency> {
        let post_id = self.post_id.as_deref().map(PostId::from_storage);
        Ok(DeedFacts {
            deed: Deed {
                kind,
                by: UserId::from_storage(&self.by)?,
                target: cuid(&self.target)?,
            },
            to: UserId::from_storage(&self.to)?,
            post_id: post_id.transpose()?,
            at: moment(self.at),
        })
    }
}

/// Who did something, and to what.
pub(super) struct KeyRow {
    by: String,
    target: String,
}

impl KeyRow {
    pub(super) fn deed(self, kind: DeedKind) -> Result<Deed, Inconsistency> {
        Ok(Deed {
            kind,
            by: UserId::from_storage(&self.by)?,
            target: cuid(&self.target)?,
        })
    }
}

/// Deeds to a post that stand in `$table`. Who did them is looked up behind `OFFSET 0`: as a join, the
/// planner may begin with all users.
macro_rules! to_posts {
    ($table:literal, $by:expr, $targets:expr) => {
        sqlx::query_as!(
            DeedRow,
            r#"SELECT l.user_id AS "by", l.post_id AS target, o.id AS "to", p.id AS "post_id?",
                   l.created_at AS at
               FROM unnest($1::text[], $2::text[]) AS d (who, target)
               JOIN "#
                + $table
                + " l ON l.user_id = d.who AND l.post_id = d.target
               JOIN posts p ON p.id = l.post_id
               JOIN users o ON o.id = p.author_id AND o.deleted_at IS NULL
               WHERE EXISTS (SELECT FROM users a
                   WHERE a.id = l.user_id AND a.deleted_at IS NULL OFFSET 0)",
            $by,
            $targets
        )
    };
}

/// Up to so many of a table, in the order of its key.
macro_rules! next_of {
    ($table:literal, $by:literal, $target:literal, $after:expr, $limit:expr) => {
        sqlx::query_as!(
            KeyRow,
            "SELECT "
                + $by
                + r#" AS "by", "#
                + $target
                + " AS target FROM "
                + $table
                + " WHERE ("
                + $by
                + ", "
                + $target
                + ") > ($1, $2) ORDER BY "
                + $by
                + ", "
                + $target
                + " LIMIT $3",
            $after.0,
            $after.1,
            $limit
        )
    };
}

impl PostgresUnitOfWork {
    /// Those of one kind that stand.
    pub(super) async fn deed_rows(
        &mut self,
        kind: DeedKind,
        by: &[String],
        targets: &[String],
    ) -> Result<Vec<DeedRow>, sqlx::Error> {
        let connection = self.connection();
        match kind {
            DeedKind::Follow => {
                sqlx::query_as!(
                    DeedRow,
                    r#"SELECT f.follower_id AS "by", f.followed_id AS target, o.id AS "to",
                           NULL::text AS "post_id?", f.created_at AS at
                       FROM unnest($1::text[], $2::text[]) AS d (who, target)
                       JOIN follows f ON f.follower_id = d.who AND f.followed_id = d.target
                       JOIN users o ON o.id = f.followed_id AND o.deleted_at IS NULL
                       WHERE EXISTS (SELECT FROM users a
                           WHERE a.id = f.follower_id AND a.deleted_at IS NULL OFFSET 0)"#,
                    by,
                    targets
                )
                .fetch_all(connection)
                .await
            }
            DeedKind::LikePost => {
                to_posts!("post_likes", by, targets)
                    .fetch_all(connection)
                    .await
            }
            DeedKind::Repost => {
                to_posts!("reposts", by, targets)
                    .fetch_all(connection)
                    .await
            }
            DeedKind::LikeComment => {
                sqlx::query_as!(
                    DeedRow,
                    r#"SELECT l.user_id AS "by", l.comment_id AS target, o.id AS "to",
                           c.post_id AS "post_id?", l.created_at AS at
                       FROM unnest($1::text[], $2::text[]) AS d (who, target)
                       JOIN comment_likes l ON l.user_id = d.who AND l.comment_id = d.target
                       JOIN comments c ON c.id = l.comment_id AND c.deleted_at IS NULL
                       JOIN users o ON o.id = c.author_id AND o.deleted_at IS NULL
                       WHERE EXISTS (SELECT FROM users a
                           WHERE a.id = l.user_id AND a.deleted_at IS NULL OFFSET 0)"#,
                    by,
                    targets
                )
                .fetch_all(connection)
                .await
            }
        }
    }

    pub(super) async fn next_deed_rows(
        &mut self,
        kind: DeedKind,
        after: Option<(UserId, Cuid)>,
        limit: i64,
    ) -> Result<Vec<KeyRow>, sqlx::Error> {
        let after = after.map(|(by, target)| (by.to_string(), target.to_string()));
        let after = after.unwrap_or_default();
        let connection = self.connection();
        match kind {
            DeedKind::Follow => {
                next_of!("follows", "follower_id", "followed_id", after, limit)
                    .fetch_all(connection)
                    .await
            }
            DeedKind::LikePost => {
                next_of!("post_likes", "user_id", "post_id", after, limit)
                    .fetch_all(connection)
                    .await
            }
            DeedKind::LikeComment => {
                next_of!("comment_likes", "user_id", "comment_id", after, limit)
                    .fetch_all(connection)
                    .await
            }
            DeedKind::Repost => {
                next_of!("reposts", "user_id", "post_id", after, limit)
                    .fetch_all(connection)
                    .await
            }
        }
    }

    pub(super) async fn filed_deed_rows(
        &mut self,
        deeds: &[Deed],
    ) -> Result<Vec<FiledRow>, sqlx::Error> {
        let column = |of: fn(&Deed) -> String| -> Vec<String> { deeds.iter().map(of).collect() };
        sqlx::query_as!(
            FiledRow,
            "SELECT e.source_id, e.recipient_id, e.kind, e.actor_id
             FROM unnest($1::text[], $2::text[], $3::text[]) AS d (source, actor, kind)
             JOIN notification_entries e ON e.source_id = d.source AND e.actor_id = d.actor
                 AND e.kind = d.kind",
            &column(|deed| deed.target.to_string()),
            &column(|deed| deed.by.to_string()),
            &column(|deed| deed.kind.told_as().as_str().to_owned()),
        )
        .fetch_all(self.connection())
        .await
    }

    pub(super) async fn undone_rows(
        &mut self,
        after: Option<NotificationId>,
        limit: i64,
    ) -> Result<Vec<FiledRow>, sqlx::Error> {
        sqlx::query_as!(
            FiledRow,
            "SELECT e.source_id, e.recipient_id, e.kind, e.actor_id
             FROM (SELECT id FROM notifications WHERE id > $1 ORDER BY id LIMIT $2) n
             JOIN notification_entries e ON e.notification_id = n.id
             WHERE CASE e.kind
                 WHEN 'follow' THEN NOT EXISTS (SELECT FROM follows f
                     WHERE f.follower_id = e.actor_id AND f.followed_id = e.source_id OFFSET 0)
                 WHEN 'repost' THEN NOT EXISTS (SELECT FROM reposts r
                     WHERE r.user_id = e.actor_id AND r.post_id = e.source_id OFFSET 0)
                 WHEN 'quote' THEN NOT EXISTS (SELECT FROM posts p
                     WHERE p.id = e.source_id OFFSET 0)
                 WHEN 'like' THEN CASE WHEN e.comment_id IS NULL
                     THEN NOT EXISTS (SELECT FROM post_likes l
                         WHERE l.user_id = e.actor_id AND l.post_id = e.source_id OFFSET 0)
                     ELSE NOT EXISTS (SELECT FROM comment_likes l
                         WHERE l.user_id = e.actor_id AND l.comment_id = e.source_id OFFSET 0)
                     END
                 ELSE false END",
            after.map(|id| id.to_string()).unwrap_or_default(),
            limit,
        )
        .fetch_all(self.connection())
        .await
    }

    /// Lets those that were undone after they were read be in their notifications again, and tells
    /// which.
    pub(super) async fn restore(&mut self, wanted: &[Filed]) -> Result<Vec<FiledRow>, sqlx::Error> {
        let column = |of: fn(&Filed) -> String| -> Vec<String> { wanted.iter().map(of).collect() };
        sqlx::query_as!(
            FiledRow,
            "WITH back AS (
                 DELETE FROM notification_withdrawals w
                 USING unnest($1::text[], $2::text[], $3::text[], $4::text[])
                     AS f (source, actor, recipient, kind)
                 WHERE w.source_id = f.source AND w.actor_id = f.actor
                     AND w.recipient_id = f.recipient AND w.kind = f.kind
                 RETURNING w.source_id, w.actor_id, w.recipient_id, w.kind, w.notification_id,
                     w.comment_id, w.happened_at
             )
             INSERT INTO notification_entries (source_id, actor_id, recipient_id, kind,
                 notification_id, comment_id, happened_at)
             SELECT source_id, actor_id, recipient_id, kind, notification_id, comment_id, happened_at
             FROM back
             RETURNING source_id, recipient_id, kind, actor_id",
            &column(|filed| filed.source.to_string()),
            &column(|filed| filed.actor.to_string()),
            &column(|filed| filed.recipient.to_string()),
            &column(|filed| filed.kind.as_str().to_owned()),
        )
        .fetch_all(self.connection())
        .await
    }
}
