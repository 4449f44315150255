//! What was done once: follows, likes, reposts.

use serde_json::json;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{Cuid, NotificationId, PostId, UserId};
use thoughts_domain::notifications::{Deed, DeedFacts, DeedKind, Due};
use thoughts_domain::time::Timestamp;

use super::repository::{FiledRow, cuid};
use crate::unit_of_work::SqliteUnitOfWork;

/// A deed that stands.
pub(super) struct DeedRow {
    by: String,
    target: String,
    to: String,
    post_id: Option<String>,
    at: i64,
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
            at: Timestamp::from_micros(self.at),
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

/// Deeds, a JSON array of arrays: who, to what, and as what it is told.
pub(super) fn rows<'a>(deeds: impl IntoIterator<Item = &'a Deed>) -> String {
    let rows = deeds.into_iter().map(|deed| {
        let kind = deed.kind.told_as();
        json!([deed.by.as_str(), deed.target.as_str(), kind.as_str()])
    });
    rows.collect::<serde_json::Value>().to_string()
}

/// Deeds to a post that stand in `$table`.
macro_rules! to_posts {
    ($table:literal, $rows:expr) => {
        sqlx::query_as!(
            DeedRow,
            r#"SELECT l.user_id AS "by!: String", l.post_id AS "target!: String",
                o.id AS "to!: String", p.id AS "post_id?: String", l.created_at AS "at!: i64"
            FROM json_each(?) AS d CROSS JOIN "#
                + $table
                + " AS l ON l.user_id = d.value ->> 0 AND l.post_id = d.value ->> 1
            JOIN users AS a ON a.id = l.user_id AND a.deleted_at IS NULL
            JOIN posts AS p ON p.id = l.post_id
            JOIN users AS o ON o.id = p.author_id AND o.deleted_at IS NULL",
            $rows
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
                + r#" AS "by!: String", "#
                + $target
                + r#" AS "target!: String" FROM "#
                + $table
                + " WHERE ("
                + $by
                + ", "
                + $target
                + ") > (?, ?) ORDER BY "
                + $by
                + ", "
                + $target
                + " LIMIT ?",
            $after.0,
            $after.1,
            $limit
        )
    };
}

impl SqliteUnitOfWork {
    /// Those of one kind that stand.
    pub(super) async fn deed_rows(
        &mut self,
        kind: DeedKind,
        deeds: &str,
    ) -> Result<Vec<DeedRow>, sqlx::Error> {
        let connection = self.connection();
        match kind {
            DeedKind::Follow => {
                sqlx::query_as!(
                    DeedRow,
                    r#"SELECT f.follower_id AS "by!: String", f.followed_id AS "target!: String",
                        o.id AS "to!: String", NULL AS "post_id?: String",
                        f.created_at AS "at!: i64"
                    FROM json_each(?) AS d CROSS JOIN follows AS f
                        ON f.follower_id = d.value ->> 0 AND f.followed_id = d.value ->> 1
                    JOIN users AS a ON a.id = f.follower_id AND a.deleted_at IS NULL
                    JOIN users AS o ON o.id = f.followed_id AND o.deleted_at IS NULL"#,
                    deeds
                )
                .fetch_all(connection)
                .await
            }
            DeedKind::LikePost => to_posts!("post_likes", deeds).fetch_all(connection).await,
            DeedKind::Repost => to_posts!("reposts", deeds).fetch_all(connection).await,
            DeedKind::LikeComment => {
                sqlx::query_as!(
                    DeedRow,
                    r#"SELECT l.user_id AS "by!: String", l.comment_id AS "target!: String",
                        o.id AS "to!: String", c.post_id AS "post_id?: String",
                        l.created_at AS "at!: i64"
                    FROM json_each(?) AS d CROSS JOIN comment_likes AS l
                        ON l.user_id = d.value ->> 0 AND l.comment_id = d.value ->> 1
                    JOIN users AS a ON a.id = l.user_id AND a.deleted_at IS NULL
                    JOIN comments AS c ON c.id = l.comment_id AND c.deleted_at IS NULL
                    JOIN users AS o ON o.id = c.author_id AND o.deleted_at IS NULL"#,
                    deeds
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
        limit: u32,
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

    /// What was told of deeds, a JSON array of arrays.
    pub(super) async fn filed_deed_rows(
        &mut self,
        deeds: &str,
    ) -> Result<Vec<FiledRow>, sqlx::Error> {
        sqlx::query_as!(
            FiledRow,
            "SELECT e.source_id, e.recipient_id, e.kind, e.actor_id
            FROM json_each(?) AS d CROSS JOIN notification_entries AS e
                ON e.source_id = d.value ->> 1 AND e.actor_id = d.value ->> 0
                AND e.kind = d.value ->> 2",
            deeds
        )
        .fetch_all(self.connection())
        .await
    }

    pub(super) async fn undone_rows(
        &mut self,
        after: Option<NotificationId>,
        limit: u32,
    ) -> Result<Vec<FiledRow>, sqlx::Error> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        sqlx::query_as!(
            FiledRow,
            "SELECT e.source_id, e.recipient_id, e.kind, e.actor_id
            FROM (SELECT id FROM notifications WHERE id > ? ORDER BY id LIMIT ?) AS page
            CROSS JOIN notification_entries AS e ON e.notification_id = page.id
            WHERE CASE e.kind
                WHEN 'follow' THEN NOT EXISTS (SELECT 1 FROM follows AS f
                    WHERE f.follower_id = e.actor_id AND f.followed_id = e.source_id)
                WHEN 'repost' THEN NOT EXISTS (SELECT 1 FROM reposts AS r
                    WHERE r.user_id = e.actor_id AND r.post_id = e.source_id)
                WHEN 'quote' THEN NOT EXISTS (SELECT 1 FROM posts AS p WHERE p.id = e.source_id)
                WHEN 'like' THEN CASE WHEN e.comment_id IS NULL
                    THEN NOT EXISTS (SELECT 1 FROM post_likes AS l
                        WHERE l.user_id = e.actor_id AND l.post_id = e.source_id)
                    ELSE NOT EXISTS (SELECT 1 FROM comment_likes AS l
                        WHERE l.user_id = e.actor_id AND l.comment_id = e.source_id)
                    END
                ELSE FALSE END",
            after,
            limit
        )
        .fetch_all(self.connection())
        .await
    }

    /// Remembers what is taken back of a deed that was read of.
    pub(super) async fn remember(
        &mut self,
        source: &str,
        actor: &str,
        recipient: &str,
        kind: &str,
    ) -> Result<(), sqlx::Error> {
        sqlx::query!(
            "INSERT INTO notification_withdrawals (source_id, actor_id, recipient_id, kind,
                notification_id, comment_id, happened_at)
            SELECT e.source_id, e.actor_id, e.recipient_id, e.kind, e.notification_id, e.comment_id,
                e.happened_at
            FROM notification_entries AS e JOIN notifications AS n ON n.id = e.notification_id
            WHERE e.source_id = ? AND e.actor_id = ? AND e.recipient_id = ? AND e.kind = ?
                AND n.read_at IS NOT NULL",
            source,
            actor,
            recipient,
            kind
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Lets a deed that was undone after it was read be in its notification again, where it is so.
    pub(super) async fn restore(&mut self, due: &Due) -> Result<bool, sqlx::Error> {
        let (source, actor) = (due.source.as_str(), due.actor.as_str());
        let (recipient, kind) = (due.recipient.as_str(), due.kind.as_str());
        let restored = sqlx::query!(
            "INSERT INTO notification_entries (source_id, actor_id, recipient_id, kind,
                notification_id, comment_id, happened_at)
            SELECT source_id, actor_id, recipient_id, kind, notification_id, comment_id, happened_at
            FROM notification_withdrawals
            WHERE source_id = ? AND actor_id = ? AND recipient_id = ? AND kind = ?",
            source,
            actor,
            recipient,
            kind
        )
        .execute(self.connection())
        .await?
        .rows_affected();
        if restored == 0 {
            return Ok(false);
        }
        sqlx::query!(
            "DELETE FROM notification_withdrawals
            WHERE source_id = ? AND actor_id = ? AND recipient_id = ? AND kind = ?",
            source,
            actor,
            recipient,
            kind
        )
        .execute(self.connection())
        .await?;
        Ok(true)
    }
}
