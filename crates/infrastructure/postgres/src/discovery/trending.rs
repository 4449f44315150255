//! Keeping what moves, within a unit of work.

use async_trait::async_trait;
use thoughts_domain::Inconsistency;
use thoughts_domain::discovery::{Deeds, MOST_DEEDS};
use thoughts_domain::ids::{CommentId, PostId};
use thoughts_use_cases::discovery::{Done, TrendingRepository};
use thoughts_use_cases::storage::StorageError;

use crate::convert::number;
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

/// Deeds of one tick to one thing; no tick where nothing was done.
struct DeedsRow {
    known_at: i64,
    hottest: Option<f64>,
    thing: String,
    tick: Option<i64>,
    worth: Option<i64>,
}

/// Puts the rows of each thing together; they come side by side.
fn done<K>(
    rows: Vec<DeedsRow>,
    name: impl Fn(&str) -> Result<K, Inconsistency>,
) -> Result<Done<K>, Inconsistency> {
    let first = rows.first();
    let known_at = first.map_or(0, |row| row.known_at);
    let hottest = first.and_then(|row| row.hottest);
    let (mut to, mut last): (Vec<(K, Vec<Deeds>)>, _) = (Vec::new(), String::new());
    for row in rows {
        if to.is_empty() || row.thing != last {
            to.push((name(&row.thing)?, Vec::new()));
            last = row.thing;
        }
        if let (Some((_, deeds)), Some(tick)) = (to.last_mut(), row.tick) {
            deeds.push(Deeds {
                tick,
                worth: number(row.worth.unwrap_or_default(), "deeds")?,
            });
        }
    }
    Ok(Done {
        known_at: number(known_at, "event_head.position")?,
        hottest,
        to,
    })
}

/// After every position when what is known does not matter.
fn after(position: Option<u64>) -> i64 {
    position.map_or(i64::MAX, stored)
}

fn stored(position: u64) -> i64 {
    i64::try_from(position).unwrap_or(i64::MAX)
}

#[async_trait]
impl TrendingRepository for PostgresUnitOfWork {
    async fn done_to_posts(
        &mut self,
        posts: &[PostId],
        position: Option<u64>,
    ) -> Result<Done<PostId>, StorageError> {
        let ids: Vec<String> = posts.iter().map(ToString::to_string).collect();
        // Each kind is walked from its newest by an index; a tick is 300 seconds.
        let rows = sqlx::query_as!(
            DeedsRow,
            r#"SELECT h.position AS "known_at!",
                   (SELECT max(k.heat) FROM trending_posts k) AS hottest,
                   p.id AS "thing!", d.tick AS "tick?", d.worth AS "worth?"
               FROM event_head h CROSS JOIN unnest($1::text[]) AS wanted (id)
               JOIN posts p ON p.id = wanted.id
               LEFT JOIN LATERAL (
                   SELECT floor(extract(epoch FROM e.at) / 300)::bigint AS tick,
                       sum(e.worth)::bigint AS worth
                   FROM (
                       (SELECT l.created_at AS at, 1 AS worth FROM post_likes l
                        WHERE l.post_id = p.id AND l.user_id <> p.author_id
                        ORDER BY l.created_at DESC LIMIT $3)
                       UNION ALL
                       (SELECT r.created_at, 2 FROM reposts r
                        WHERE r.post_id = p.id AND r.user_id <> p.author_id
                        ORDER BY r.created_at DESC LIMIT $3)
                       UNION ALL
                       SELECT max(c.created_at), 1 FROM (
                           SELECT k.author_id, k.created_at FROM comments k
                           WHERE k.post_id = p.id AND k.parent_id IS NULL
                               AND k.deleted_at IS NULL AND k.hidden_at IS NULL
                               AND k.author_id <> p.author_id
                           ORDER BY k.created_at DESC LIMIT $3
                       ) c GROUP BY c.author_id
                   ) e GROUP BY 1
               ) d ON p.hidden_at IS NULL
               WHERE NOT EXISTS (
                   SELECT FROM trending_posts k WHERE k.post_id = p.id AND k.known_at >= $2)
               ORDER BY p.id"#,
            &ids,
            after(position),
            i64::from(MOST_DEEDS),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(done(rows, PostId::from_storage)?)
    }

    async fn uses_of_hashtags(
        &mut self,
        names: &[String],
        position: Option<u64>,
    ) -> Result<Done<String>, StorageError> {
        let rows = sqlx::query_as!(
            DeedsRow,
            r#"SELECT h.position AS "known_at!",
                   (SELECT max(k.heat) FROM trending_hashtags k) AS hottest,
                   wanted.tag AS "thing!", d.tick AS "tick?", d.worth AS "worth?"
               FROM event_head h
               CROSS JOIN (SELECT DISTINCT u.tag FROM unnest($1::text[]) AS u (tag)) wanted
               LEFT JOIN LATERAL (
                   SELECT floor(extract(epoch FROM e.at) / 300)::bigint AS tick,
                       count(*) AS worth
                   FROM (
                       SELECT max(u.created_at) AS at FROM (
                           SELECT t.post_id, t.created_at FROM post_hashtags t
                           WHERE t.tag = wanted.tag
                           ORDER BY t.created_at DESC, t.post_id DESC LIMIT $3
                       ) u JOIN posts p ON p.id = u.post_id GROUP BY p.author_id
                   ) e GROUP BY 1
               ) d ON true
               WHERE NOT EXISTS (
                   SELECT FROM trending_hashtags k
                   WHERE k.tag = wanted.tag AND k.known_at >= $2)
               ORDER BY wanted.tag"#,
            names,
            after(position),
            i64::from(MOST_DEEDS),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(done(rows, |name| Ok(name.to_owned()))?)
    }

    async fn keep_posts(
        &mut self,
        hot: &[(PostId, f64)],
        cold: &[PostId],
        coldest: f64,
        known_at: u64,
    ) -> Result<(), StorageError> {
        let ids: Vec<String> = hot.iter().map(|(id, _)| id.to_string()).collect();
        let heats: Vec<f64> = hot.iter().map(|(_, heat)| *heat).collect();
        let cold: Vec<String> = cold.iter().map(ToString::to_string).collect();
        // Held, so that none is deleted before its row is written. No row is written twice. What has
        // cooled goes in small numbers, by the index: an event brings fewer, and what a rebuild leaves
        // goes with the next.
        sqlx::query!(
            "WITH held AS (
                 SELECT p.id, w.heat FROM unnest($1::text[], $2::float8[]) AS w (id, heat)
                 JOIN posts p ON p.id = w.id ORDER BY p.id FOR KEY SHARE OF p
             ), cooled AS (
                 DELETE FROM trending_posts WHERE post_id IN (
                     SELECT c.post_id FROM trending_posts c
                     WHERE c.heat < $4 AND c.post_id <> ALL ($1) ORDER BY c.heat LIMIT 50)
             ), gone AS (
                 DELETE FROM trending_posts WHERE heat >= $4 AND post_id = ANY ($3)
             )
             INSERT INTO trending_posts (post_id, heat, known_at)
             SELECT id, heat, $5 FROM held
             ON CONFLICT (post_id) DO UPDATE
                 SET heat = excluded.heat, known_at = excluded.known_at",
            &ids,
            &heats,
            &cold,
            coldest,
            stored(known_at),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn keep_hashtags(
        &mut self,
        hot: &[(String, f64)],
        cold: &[String],
        coldest: f64,
        known_at: u64,
    ) -> Result<(), StorageError> {
        let names: Vec<String> = hot.iter().map(|(name, _)| name.clone()).collect();
        let heats: Vec<f64> = hot.iter().map(|(_, heat)| *heat).collect();
        sqlx::query!(
            "WITH cooled AS (
                 DELETE FROM trending_hashtags WHERE tag IN (
                     SELECT c.tag FROM trending_hashtags c
                     WHERE c.heat < $4 AND c.tag <> ALL ($1) ORDER BY c.heat LIMIT 50)
             ), gone AS (
                 DELETE FROM trending_hashtags WHERE heat >= $4 AND tag = ANY ($3)
             )
             INSERT INTO trending_hashtags (tag, heat, known_at)
             SELECT w.tag, w.heat, $5 FROM unnest($1::text[], $2::float8[]) AS w (tag, heat)
             ON CONFLICT (tag) DO UPDATE
                 SET heat = excluded.heat, known_at = excluded.known_at",
            &names,
            &heats,
            cold,
            coldest,
            stored(known_at),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn post_of(&mut self, comment: CommentId) -> Result<Option<PostId>, StorageError> {
        let id = sqlx::query_scalar!(
            "SELECT post_id FROM comments WHERE id = $1",
            comment.as_str(),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(id.as_deref().map(PostId::from_storage).transpose()?)
    }

    async fn hashtags_of(&mut self, post: PostId) -> Result<Vec<String>, StorageError> {
        sqlx::query_scalar!(
            "SELECT tag FROM post_hashtags WHERE post_id = $1 ORDER BY tag",
            post.as_str(),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)
    }

    async fn take_stale_hashtags(&mut self, limit: u32) -> Result<Vec<String>, StorageError> {
        let mut names = sqlx::query_scalar!(
            "DELETE FROM stale_hashtags WHERE seq = ANY (ARRAY(
                 SELECT seq FROM stale_hashtags ORDER BY seq LIMIT $1))
             RETURNING tag",
            i64::from(limit),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        names.sort_unstable();
        names.dedup();
        Ok(names)
    }

    async fn hashtags_after(
        &mut self,
        after: &str,
        limit: u32,
    ) -> Result<Vec<String>, StorageError> {
        // From one to the next by the index, whatever number of posts lies between.
        sqlx::query_scalar!(
            r#"WITH RECURSIVE found AS (
                   (SELECT tag, 1 AS place FROM post_hashtags WHERE tag > $1 ORDER BY tag LIMIT 1)
                   UNION ALL
                   SELECT (SELECT t.tag FROM post_hashtags t WHERE t.tag > found.tag
                           ORDER BY t.tag LIMIT 1), found.place + 1
                   FROM found WHERE found.tag IS NOT NULL AND found.place < $2
               )
               SELECT tag AS "tag!" FROM found WHERE tag IS NOT NULL ORDER BY tag"#,
            after,
            i32::try_from(limit).unwrap_or(i32::MAX),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)
    }
}
