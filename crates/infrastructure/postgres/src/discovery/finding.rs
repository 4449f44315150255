//! Finding: what may be many is bounded before anything else is looked up.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::discovery::SearchText;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::discovery::{HashtagHit, MOST_HITS, PostHit, PostSearch, UserHit};
use thoughts_use_cases::storage::StorageError;

use super::terms::{patterns, query};
use crate::connection::Pool;
use crate::convert::{at, moment, number};
use crate::errors::storage_error;

struct PostHitRow {
    id: String,
    created_at: DateTime<Utc>,
    responses: i64,
}

impl TryFrom<PostHitRow> for PostHit {
    type Error = Inconsistency;

    fn try_from(row: PostHitRow) -> Result<Self, Inconsistency> {
        Ok(Self {
            id: PostId::from_storage(&row.id)?,
            created_at: moment(row.created_at),
            responses: number(row.responses, "posts.comment_count")?,
        })
    }
}

pub(super) async fn posts(pool: &Pool, search: &PostSearch) -> Result<Vec<PostHit>, StorageError> {
    let wanted = query(&search.text);
    let since = at(search.since.unwrap_or(Timestamp::MIN));
    let until = search.until.map(at);
    let limit = i64::from(MOST_HITS);
    let rows = match &search.author {
        None => {
            sqlx::query_as!(
                PostHitRow,
                r#"SELECT p.id, p.created_at,
                       greatest(0, p.comment_count + p.like_count + 2 * p.repost_count) AS "responses!"
                   FROM (
                       SELECT s.post_id FROM post_search s
                       WHERE s.words @@ $1::text::tsquery AND s.created_at >= $2
                           AND ($3::timestamptz IS NULL OR s.created_at < $3)
                       ORDER BY s.created_at DESC, s.post_id DESC LIMIT $4
                   ) hit JOIN posts p ON p.id = hit.post_id"#,
                wanted,
                since,
                until,
                limit,
            )
            .fetch_all(pool)
            .await
        }
        Some(author) => {
            sqlx::query_as!(
                PostHitRow,
                r#"SELECT p.id, p.created_at,
                       greatest(0, p.comment_count + p.like_count + 2 * p.repost_count) AS "responses!"
                   FROM (
                       SELECT s.post_id FROM post_search s
                       WHERE s.author_id = $5 AND s.words @@ $1::text::tsquery
                           AND s.created_at >= $2
                           AND ($3::timestamptz IS NULL OR s.created_at < $3)
                       ORDER BY s.created_at DESC, s.post_id DESC LIMIT $4
                   ) hit JOIN posts p ON p.id = hit.post_id"#,
                wanted,
                since,
                until,
                limit,
                author.as_str(),
            )
            .fetch_all(pool)
            .await
        }
    };
    let rows = rows.map_err(storage_error)?.into_iter();
    rows.map(|row| Ok(PostHit::try_from(row)?)).collect()
}

pub(super) async fn users(pool: &Pool, text: &SearchText) -> Result<Vec<UserHit>, StorageError> {
    let patterns = patterns(text);
    // The one that fits fewest; ALL by itself would walk no index.
    let longest = patterns.iter().map(String::as_str);
    let longest = longest.max_by_key(|pattern| pattern.len());
    let rows = sqlx::query!(
        r#"SELECT u.id, u.handle, u.follower_count
           FROM user_search s JOIN users u ON u.id = s.user_id
           WHERE s.names LIKE $4 AND s.names LIKE ALL ($1::text[]) AND u.deleted_at IS NULL
           ORDER BY u.handle = $2 DESC, u.follower_count DESC, u.id LIMIT $3"#,
        &patterns,
        text.handle().map_or("", |handle| handle.as_str()),
        i64::from(MOST_HITS),
        longest,
    )
    .fetch_all(pool)
    .await
    .map_err(storage_error)?;
    let hits = rows.into_iter().map(|row| {
        Ok(UserHit {
            id: UserId::from_storage(&row.id)?,
            handle: row.handle,
            followers: number(row.follower_count, "users.follower_count")?,
        })
    });
    hits.collect()
}

/// Walks from one hashtag to the next by the index, whatever number of posts lies between.
pub(super) async fn hashtags(
    pool: &Pool,
    beginning: &str,
) -> Result<Vec<HashtagHit>, StorageError> {
    let rows = sqlx::query!(
        r#"WITH RECURSIVE found AS (
               (SELECT tag FROM post_hashtags WHERE tag >= $1 ORDER BY tag LIMIT 1)
               UNION ALL
               SELECT (SELECT t.tag FROM post_hashtags t WHERE t.tag > found.tag
                       ORDER BY t.tag LIMIT 1)
               FROM found WHERE starts_with(found.tag, $1)
           )
           SELECT f.tag AS "name!",
               (SELECT count(*) FROM post_hashtags t WHERE t.tag = f.tag) AS "post_count!"
           FROM (SELECT tag FROM found WHERE starts_with(tag, $1) LIMIT $2) f"#,
        beginning,
        i64::from(MOST_HITS),
    )
    .fetch_all(pool)
    .await
    .map_err(storage_error)?;
    let hits = rows.into_iter().map(|row| {
        Ok(HashtagHit {
            name: row.name,
            post_count: number(row.post_count, "post_hashtags")?,
        })
    });
    hits.collect()
}
