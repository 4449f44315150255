//! Finding: what may be many is bounded before anything else is looked up.

use sqlx::SqlitePool;
use thoughts_domain::discovery::SearchText;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::discovery::{HashtagHit, MOST_HITS, PostHit, PostSearch, UserHit};
use thoughts_use_cases::storage::StorageError;

use super::terms::{names_query, query};
use crate::convert::count;
use crate::errors::failure;

/// Sorts after every other character.
const LAST: char = char::MAX;

pub(super) async fn posts(
    pool: &SqlitePool,
    search: &PostSearch,
) -> Result<Vec<PostHit>, StorageError> {
    let wanted = query(&search.text);
    let author = search.author.map(|id| id.to_string());
    let since = search.since.unwrap_or(Timestamp::MIN).as_micros();
    let until = search.until.map(Timestamp::as_micros);
    // In the order of places, so from the newest: nothing is sorted, and the walk ends when there
    // are enough.
    let rows = sqlx::query!(
        r#"SELECT p.id AS "id!: String", p.created_at AS "created_at!: i64",
            max(0, p.comment_count + p.like_count + 2 * p.repost_count) AS "responses!: i64"
        FROM post_words f
        CROSS JOIN search_posts s ON s.place = f.rowid
        CROSS JOIN posts p ON p.id = s.post_id
        WHERE f.post_words MATCH ?1 AND s.created_at >= ?2 AND (?3 IS NULL OR s.created_at < ?3)
            AND (?4 IS NULL OR s.author_id = ?4)
        ORDER BY f.rowid DESC LIMIT ?5"#,
        wanted,
        since,
        until,
        author,
        MOST_HITS
    )
    .fetch_all(pool)
    .await
    .map_err(failure)?;
    let hits = rows.into_iter().map(|row| {
        Ok(PostHit {
            id: PostId::from_storage(&row.id)?,
            created_at: Timestamp::from_micros(row.created_at),
            responses: count("posts.comment_count", row.responses)?,
        })
    });
    hits.collect()
}

pub(super) async fn users(
    pool: &SqlitePool,
    text: &SearchText,
) -> Result<Vec<UserHit>, StorageError> {
    let wanted = names_query(text);
    let handle = text.handle().map_or("", |handle| handle.as_str());
    let rows = sqlx::query!(
        r#"SELECT u.id AS "id!: String", u.handle AS "handle!: String",
            u.follower_count AS "followers!: i64"
        FROM user_names f
        CROSS JOIN search_users s ON s.place = f.rowid
        CROSS JOIN users u ON u.id = s.user_id
        WHERE f.user_names MATCH ?1 AND u.deleted_at IS NULL
        ORDER BY u.handle = ?2 DESC, u.follower_count DESC, u.id LIMIT ?3"#,
        wanted,
        handle,
        MOST_HITS
    )
    .fetch_all(pool)
    .await
    .map_err(failure)?;
    let hits = rows.into_iter().map(|row| {
        Ok(UserHit {
            id: UserId::from_storage(&row.id)?,
            handle: row.handle,
            followers: count("users.follower_count", row.followers)?,
        })
    });
    hits.collect()
}

/// Walks from one hashtag to the next by the index, whatever number of posts lies between.
pub(super) async fn hashtags(
    pool: &SqlitePool,
    beginning: &str,
) -> Result<Vec<HashtagHit>, StorageError> {
    let end = format!("{beginning}{LAST}");
    let rows = sqlx::query!(
        r#"WITH RECURSIVE found (tag) AS (
            SELECT min(tag) FROM post_hashtags WHERE tag >= ?1 AND tag < ?2
            UNION ALL
            SELECT (SELECT min(t.tag) FROM post_hashtags t WHERE t.tag > found.tag AND t.tag < ?2)
            FROM found WHERE found.tag IS NOT NULL LIMIT ?3
        )
        SELECT found.tag AS "name!: String",
            (SELECT count(*) FROM post_hashtags t WHERE t.tag = found.tag) AS "post_count!: i64"
        FROM found WHERE found.tag IS NOT NULL"#,
        beginning,
        end,
        MOST_HITS
    )
    .fetch_all(pool)
    .await
    .map_err(failure)?;
    let hits = rows.into_iter().map(|row| {
        Ok(HashtagHit {
            name: row.name,
            post_count: count("post_hashtags", row.post_count)?,
        })
    });
    hits.collect()
}
