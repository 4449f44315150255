//! The ranked list: a retained generation of ids, and the rows behind a part of it.

use thoughts_domain::ids::{PostId, RankingId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::comments::{RANKING_FRESHNESS, RANKING_RETENTION, RankedPage};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Order, Page, PageRequest, RankKey};
use thoughts_use_cases::storage::StorageError;

use super::rows::{CommentRow, comment_rows};
use crate::connection::Pool;
use crate::convert::{at, number, present};
use crate::errors::storage_error;
use crate::paging::positioned;

pub(super) async fn page(
    pool: &Pool,
    post: PostId,
    viewer: Option<UserId>,
    page: &PageRequest<RankKey>,
    fresh: RankingId,
    now: Timestamp,
) -> Result<Positioned<RankedPage>, StorageError> {
    let start = start(pool, post, viewer, page, now)
        .await
        .map_err(storage_error)?;
    if !start.post {
        return Ok(positioned(
            start.position,
            &start.epoch,
            RankedPage::NoPost,
        )?);
    }
    let generation = match (&start.generation, page.edge()) {
        (Some(id), _) => Some(RankingId::from_storage(id)?),
        (None, Some(_)) => {
            return Ok(positioned(
                start.position,
                &start.epoch,
                RankedPage::Expired,
            )?);
        }
        (None, None) => make(pool, post, page, fresh, now)
            .await
            .map_err(storage_error)?
            .then_some(fresh),
    };
    let rows = match generation {
        Some(id) => ranked(pool, id, viewer, page).await,
        None => all(pool, post, viewer, page).await,
    }
    .map_err(storage_error)?;
    let follows = match (generation, page.edge()) {
        (Some(id), Some(edge)) if page.is_backward() => follows(pool, id, viewer, edge.place)
            .await
            .map_err(storage_error)?,
        _ => false,
    };

    let mut comments = Vec::with_capacity(rows.len());
    for row in rows {
        if let Some(place) = row.place {
            let key = RankKey {
                generation: generation.unwrap_or(fresh),
                place: number(place, "ranking_generations.member_ids")?,
            };
            comments.push((present(row.view()?, "comments.id")?, key));
        }
    }
    comments.sort_by_key(|(_, key)| key.place);
    if page.is_backward() {
        comments.reverse();
    }
    let page = Page::assemble(comments, page, Order::Ascending, follows, |(_, key)| *key);
    let page = page.map(|(comment, _)| comment);
    Ok(positioned(
        start.position,
        &start.epoch,
        RankedPage::Page(page),
    )?)
}

struct Start {
    position: i64,
    epoch: String,
    post: bool,
    generation: Option<String>,
}

/// The post, and the generation to go on with: for a first page the newest that is fresh enough,
/// otherwise the one that the edge names, while it is kept.
async fn start(
    pool: &Pool,
    post: PostId,
    viewer: Option<UserId>,
    page: &PageRequest<RankKey>,
    now: Timestamp,
) -> Result<Start, sqlx::Error> {
    let who = viewer.as_ref().map(UserId::as_str);
    if let Some(edge) = page.edge() {
        return sqlx::query_as!(
            Start,
            r#"SELECT h.position, h.epoch,
                   EXISTS (SELECT FROM posts p WHERE p.id = $2
                       AND ($1::text IS NULL OR NOT EXISTS (
                           SELECT FROM hidden_by_block x
                           WHERE x.viewer_id = $1 AND x.user_id = p.author_id))
                       AND (p.hidden_at IS NULL OR p.author_id = $1
                           OR EXISTS (SELECT FROM moderators m WHERE m.id = $1))) AS "post!",
                   (SELECT id FROM ranking_generations
                    WHERE id = $3 AND scope = 'comments:' || $2 AND created_at >= $4) AS generation
               FROM event_head h"#,
            who,
            post.as_str(),
            edge.generation.as_str(),
            at(now.minus(RANKING_RETENTION)),
        )
        .fetch_one(pool)
        .await;
    }
    sqlx::query_as!(
        Start,
        r#"SELECT h.position, h.epoch,
               EXISTS (SELECT FROM posts p WHERE p.id = $2
                       AND ($1::text IS NULL OR NOT EXISTS (
                           SELECT FROM hidden_by_block x
                           WHERE x.viewer_id = $1 AND x.user_id = p.author_id))
                       AND (p.hidden_at IS NULL OR p.author_id = $1
                           OR EXISTS (SELECT FROM moderators m WHERE m.id = $1))) AS "post!",
               (SELECT id FROM ranking_generations
                WHERE scope = 'comments:' || $2 AND created_at >= $3
                ORDER BY created_at DESC LIMIT 1) AS generation
           FROM event_head h"#,
        who,
        post.as_str(),
        at(now.minus(RANKING_FRESHNESS)),
    )
    .fetch_one(pool)
    .await
}

/// Makes a generation, unless all fits on the first page. Holds the post, so that none is made
/// for one that is just being deleted.
async fn make(
    pool: &Pool,
    post: PostId,
    page: &PageRequest<RankKey>,
    fresh: RankingId,
    now: Timestamp,
) -> Result<bool, sqlx::Error> {
    let made = sqlx::query!(
        "WITH held AS (SELECT id FROM posts WHERE id = $2 FOR KEY SHARE)
         INSERT INTO ranking_generations (id, scope, created_at, member_ids)
         SELECT $1, 'comments:' || held.id, $3, ranked.ids
         FROM held CROSS JOIN LATERAL (
             SELECT array_agg(c.id ORDER BY c.like_count DESC, c.reply_count DESC, c.created_at,
                        c.id) AS ids
             FROM comments c WHERE c.post_id = held.id AND c.parent_id IS NULL
             HAVING count(*) > $4
         ) ranked",
        fresh.as_str(),
        post.as_str(),
        at(now),
        i64::from(page.limit.get()),
    )
    .execute(pool)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// The rows behind a part of a generation; what went since is left out.
async fn ranked(
    pool: &Pool,
    generation: RankingId,
    viewer: Option<UserId>,
    page: &PageRequest<RankKey>,
) -> Result<Vec<CommentRow>, sqlx::Error> {
    let id = generation.as_str();
    let limit = page.limit.and_one();
    // Places count from 1 in an array and from 0 in a key.
    let place = page.edge().map_or(0, |edge| i64::from(edge.place) + 1);
    if page.is_backward() {
        return comment_rows!(
            "hidden_in_lists",
            "SELECT '' AS id",
            "(SELECT u.id, u.place FROM ranking_generations g
              CROSS JOIN LATERAL unnest(g.member_ids) WITH ORDINALITY AS u (id, place)
              WHERE g.id = $2 AND u.place < $3 ORDER BY u.place DESC) m
             JOIN comments c ON c.id = m.id",
            "m.place - 1",
            "true ORDER BY m.place DESC LIMIT $4",
            viewer,
            id,
            place,
            limit
        )
        .fetch_all(pool)
        .await;
    }
    comment_rows!(
        "hidden_in_lists",
        "SELECT '' AS id",
        "(SELECT u.id, u.place FROM ranking_generations g
          CROSS JOIN LATERAL unnest(g.member_ids) WITH ORDINALITY AS u (id, place)
          WHERE g.id = $2 AND u.place > $3 ORDER BY u.place) m
         JOIN comments c ON c.id = m.id",
        "m.place - 1",
        "true ORDER BY m.place LIMIT $4",
        viewer,
        id,
        place,
        limit
    )
    .fetch_all(pool)
    .await
}

/// The whole top level, where it fits on one page.
async fn all(
    pool: &Pool,
    post: PostId,
    viewer: Option<UserId>,
    page: &PageRequest<RankKey>,
) -> Result<Vec<CommentRow>, sqlx::Error> {
    comment_rows!(
        "hidden_in_lists",
        "SELECT '' AS id",
        "comments c",
        "row_number() OVER (ORDER BY c.like_count DESC, c.reply_count DESC, c.created_at, c.id)",
        "c.post_id = $2 AND c.parent_id IS NULL
         ORDER BY c.like_count DESC, c.reply_count DESC, c.created_at, c.id LIMIT $3",
        viewer,
        post.as_str(),
        i64::from(page.limit.get())
    )
    .fetch_all(pool)
    .await
}

/// Whether a row stands at a place or behind it.
async fn follows(
    pool: &Pool,
    generation: RankingId,
    viewer: Option<UserId>,
    place: u32,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (
               SELECT FROM ranking_generations g
               CROSS JOIN LATERAL unnest(g.member_ids) WITH ORDINALITY AS m (id, place)
               JOIN comments c ON c.id = m.id
               WHERE g.id = $2 AND m.place > $3 AND ($1::text IS NULL OR NOT EXISTS (
                   SELECT FROM hidden_in_lists x
                   WHERE x.viewer_id = $1 AND x.user_id = c.author_id))) AS "follows!""#,
        viewer.as_ref().map(UserId::as_str),
        generation.as_str(),
        i64::from(place),
    )
    .fetch_one(pool)
    .await
}
