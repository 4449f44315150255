//! Keeping what moves, within a unit of work. The writer holds the whole file, so what is looked at
//! is what is kept.

use async_trait::async_trait;
use sqlx::SqliteConnection;
use thoughts_domain::discovery::{Deeds, MOST_DEEDS, TICK_MICROS};
use thoughts_domain::ids::{CommentId, PostId};
use thoughts_use_cases::discovery::{Done, TrendingRepository};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{count, json_names};
use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

struct DeedsRow {
    tick: i64,
    worth: i64,
}

fn deeds(rows: Vec<DeedsRow>) -> Result<Vec<Deeds>, StorageError> {
    let deeds = rows.into_iter().map(|row| {
        Ok(Deeds {
            tick: row.tick,
            worth: count("deeds", row.worth)?,
        })
    });
    deeds.collect()
}

/// What was done to a post by others than its author.
async fn to_post(
    connection: &mut SqliteConnection,
    id: &str,
    author: &str,
) -> Result<Vec<Deeds>, StorageError> {
    // A part of a compound has no order and limit of its own but in a subquery.
    let rows = sqlx::query_as!(
        DeedsRow,
        r#"SELECT e.at / ?3 AS "tick!: i64", sum(e.worth) AS "worth!: i64" FROM (
            SELECT at, 1 AS worth FROM (SELECT l.created_at AS at FROM post_likes l
                WHERE l.post_id = ?1 AND l.user_id <> ?2 ORDER BY l.created_at DESC LIMIT ?4)
            UNION ALL
            SELECT at, 2 FROM (SELECT r.created_at AS at FROM reposts r
                WHERE r.post_id = ?1 AND r.user_id <> ?2 ORDER BY r.created_at DESC LIMIT ?4)
            UNION ALL
            SELECT max(c.at), 1 FROM (SELECT k.author_id, k.created_at AS at FROM comments k
                WHERE k.post_id = ?1 AND k.parent_id IS NULL AND k.deleted_at IS NULL
                    AND k.hidden_at IS NULL AND k.author_id <> ?2
                ORDER BY k.created_at DESC LIMIT ?4) c GROUP BY c.author_id
        ) e GROUP BY e.at / ?3"#,
        id,
        author,
        TICK_MICROS,
        MOST_DEEDS
    )
    .fetch_all(connection)
    .await
    .map_err(failure)?;
    deeds(rows)
}

/// Who used a hashtag.
async fn of_hashtag(
    connection: &mut SqliteConnection,
    name: &str,
) -> Result<Vec<Deeds>, StorageError> {
    let rows = sqlx::query_as!(
        DeedsRow,
        r#"SELECT e.at / ?2 AS "tick!: i64", count(*) AS "worth!: i64" FROM (
            SELECT max(u.created_at) AS at FROM (
                SELECT t.post_id, t.created_at FROM post_hashtags t WHERE t.tag = ?1
                ORDER BY t.created_at DESC, t.post_id DESC LIMIT ?3
            ) u CROSS JOIN posts p ON p.id = u.post_id GROUP BY p.author_id
        ) e GROUP BY e.at / ?2"#,
        name,
        TICK_MICROS,
        MOST_DEEDS
    )
    .fetch_all(connection)
    .await
    .map_err(failure)?;
    deeds(rows)
}

/// After every position when what is known does not matter.
fn after(position: Option<u64>) -> i64 {
    position.map_or(i64::MAX, stored)
}

fn stored(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

#[async_trait]
impl TrendingRepository for SqliteUnitOfWork {
    async fn done_to_posts(
        &mut self,
        posts: &[PostId],
        position: Option<u64>,
    ) -> Result<Done<PostId>, StorageError> {
        let wanted = json_names(posts.iter().map(PostId::as_str));
        let after = after(position);
        let head = sqlx::query!(
            r#"SELECT position, (SELECT max(heat) FROM trending_posts) AS "hottest?: f64"
            FROM event_head"#
        )
        .fetch_one(self.connection())
        .await
        .map_err(failure)?;
        let rows = sqlx::query!(
            r#"SELECT p.id AS "id!: String", p.author_id AS "author_id!: String",
                p.hidden_at IS NULL AS "shown!: bool"
            FROM json_each(?1) wanted CROSS JOIN posts p ON p.id = wanted.value
            WHERE NOT EXISTS (SELECT 1 FROM trending_posts k
                WHERE k.post_id = p.id AND k.known_at >= ?2)"#,
            wanted,
            after
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        let mut to = Vec::with_capacity(rows.len());
        for row in rows {
            let done = if row.shown {
                to_post(self.connection(), &row.id, &row.author_id).await?
            } else {
                Vec::new()
            };
            to.push((PostId::from_storage(&row.id)?, done));
        }
        Ok(Done {
            known_at: count("event_head.position", head.position)?,
            hottest: head.hottest,
            to,
        })
    }

    async fn uses_of_hashtags(
        &mut self,
        names: &[String],
        position: Option<u64>,
    ) -> Result<Done<String>, StorageError> {
        let wanted = json_names(names.iter().map(String::as_str));
        let after = after(position);
        let head = sqlx::query!(
            r#"SELECT position, (SELECT max(heat) FROM trending_hashtags) AS "hottest?: f64"
            FROM event_head"#
        )
        .fetch_one(self.connection())
        .await
        .map_err(failure)?;
        let names = sqlx::query_scalar!(
            r#"SELECT CAST(wanted.value AS TEXT) AS "name!: String" FROM json_each(?1) wanted
            WHERE NOT EXISTS (SELECT 1 FROM trending_hashtags k
                WHERE k.tag = wanted.value AND k.known_at >= ?2)"#,
            wanted,
            after
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        let mut to = Vec::with_capacity(names.len());
        for name in names {
            let done = of_hashtag(self.connection(), &name).await?;
            to.push((name, done));
        }
        Ok(Done {
            known_at: count("event_head.position", head.position)?,
            hottest: head.hottest,
            to,
        })
    }

    async fn keep_posts(
        &mut self,
        hot: &[(PostId, f64)],
        cold: &[PostId],
        coldest: f64,
        known_at: u64,
    ) -> Result<(), StorageError> {
        let cold = json_names(cold.iter().map(PostId::as_str));
        sqlx::query!(
            "DELETE FROM trending_posts
            WHERE heat < ? OR post_id IN (SELECT value FROM json_each(?))",
            coldest,
            cold
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        let known_at = stored(known_at);
        for (id, heat) in hot {
            let id = id.as_str();
            sqlx::query!(
                "INSERT INTO trending_posts (post_id, heat, known_at) VALUES (?, ?, ?)
                ON CONFLICT (post_id) DO UPDATE
                    SET heat = excluded.heat, known_at = excluded.known_at",
                id,
                heat,
                known_at
            )
            .execute(self.connection())
            .await
            .map_err(failure)?;
        }
        Ok(())
    }

    async fn keep_hashtags(
        &mut self,
        hot: &[(String, f64)],
        cold: &[String],
        coldest: f64,
        known_at: u64,
    ) -> Result<(), StorageError> {
        let cold = json_names(cold.iter().map(String::as_str));
        sqlx::query!(
            "DELETE FROM trending_hashtags
            WHERE heat < ? OR tag IN (SELECT value FROM json_each(?))",
            coldest,
            cold
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        let known_at = stored(known_at);
        for (name, heat) in hot {
            sqlx::query!(
                "INSERT INTO trending_hashtags (tag, heat, known_at) VALUES (?, ?, ?)
                ON CONFLICT (tag) DO UPDATE
                    SET heat = excluded.heat, known_at = excluded.known_at",
                name,
                heat,
                known_at
            )
            .execute(self.connection())
            .await
            .map_err(failure)?;
        }
        Ok(())
    }

    async fn post_of(&mut self, comment: CommentId) -> Result<Option<PostId>, StorageError> {
        let comment = comment.as_str();
        let id = sqlx::query_scalar!("SELECT post_id FROM comments WHERE id = ?", comment)
            .fetch_optional(self.connection())
            .await
            .map_err(failure)?;
        Ok(id.as_deref().map(PostId::from_storage).transpose()?)
    }

    async fn hashtags_of(&mut self, post: PostId) -> Result<Vec<String>, StorageError> {
        let post = post.as_str();
        sqlx::query_scalar!(
            "SELECT tag FROM post_hashtags WHERE post_id = ? ORDER BY tag",
            post
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)
    }

    async fn take_stale_hashtags(&mut self, limit: u32) -> Result<Vec<String>, StorageError> {
        sqlx::query_scalar!(
            r#"DELETE FROM stale_hashtags WHERE tag IN (SELECT tag FROM stale_hashtags LIMIT ?)
            RETURNING tag AS "tag!: String""#,
            limit
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)
    }

    async fn hashtags_after(
        &mut self,
        after: &str,
        limit: u32,
    ) -> Result<Vec<String>, StorageError> {
        // From one to the next by the index, whatever number of posts lies between.
        sqlx::query_scalar!(
            r#"WITH RECURSIVE found (tag, place) AS (
                SELECT min(t.tag), 1 FROM post_hashtags t WHERE t.tag > ?1
                UNION ALL
                SELECT (SELECT min(t.tag) FROM post_hashtags t WHERE t.tag > found.tag),
                    found.place + 1
                FROM found WHERE found.tag IS NOT NULL AND found.place < ?2
            )
            SELECT tag AS "tag!: String" FROM found WHERE tag IS NOT NULL ORDER BY tag"#,
            after,
            limit
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)
    }
}
