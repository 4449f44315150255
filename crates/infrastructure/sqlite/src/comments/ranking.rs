//! Ranked lists: at most three statements for a first page, one for each that follows.

use sqlx::SqlitePool;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{PostId, RankingId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::comments::{CommentView, RANKING_FRESHNESS, RANKING_RETENTION, RankedPage};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Order, Page, PageLimit, PageRequest, RankKey};
use thoughts_use_cases::storage::StorageError;

use super::rows::{CommentRow, comments};
use crate::errors::failure;
use crate::snapshot::Snapshot;
use crate::store::SqliteStorage;

impl SqliteStorage {
    pub(super) async fn ranked(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<RankKey>,
        fresh: RankingId,
        now: Timestamp,
    ) -> Result<Positioned<RankedPage>, StorageError> {
        let pool = &self.readers;
        let newest_from = now.minus(RANKING_FRESHNESS);
        if let Some(key) = page.edge() {
            let oldest = now.minus(RANKING_RETENTION);
            let read =
                of_generation(pool, post, Some(key.generation), oldest, viewer, page).await?;
            return ranked_page(read, page);
        }
        let known = probe(pool, post, page.limit, newest_from).await?;
        if known.fits {
            // Also when the post is not there: then nothing is found, and said so.
            let read = all_ranked(pool, post, viewer, page.limit).await?;
            if read.found.len() <= usize::from(page.limit.get()) {
                return whole(read);
            }
        }
        if !known.has_generation {
            self.make_generation(post, fresh, now, newest_from).await?;
        }
        ranked_page(
            of_generation(pool, post, None, newest_from, viewer, page).await?,
            page,
        )
    }

    /// Unless somebody else has just made one.
    async fn make_generation(
        &self,
        post: PostId,
        id: RankingId,
        now: Timestamp,
        newest_from: Timestamp,
    ) -> Result<(), StorageError> {
        let (post, id) = (post.as_str(), id.as_str());
        let (now, newest_from) = (now.as_micros(), newest_from.as_micros());
        sqlx::query!(
            "INSERT INTO ranking_generations (id, scope, created_at, member_ids)
            SELECT ?1, 'comments:' || posts.id, ?2, (
                SELECT json_group_array(id) FROM (
                    SELECT id FROM comments WHERE post_id = ?3 AND parent_id IS NULL
                    ORDER BY like_count DESC, reply_count DESC, created_at, id
                )
            )
            FROM posts WHERE posts.id = ?3 AND NOT EXISTS (
                SELECT 1 FROM ranking_generations
                WHERE scope = 'comments:' || ?3 AND created_at >= ?4
            )",
            id,
            now,
            post,
            newest_from
        )
        .execute(&self.writer)
        .await
        .map_err(failure)?;
        Ok(())
    }
}

struct Known {
    fits: bool,
    has_generation: bool,
}

/// What a first page can be made of.
async fn probe(
    pool: &SqlitePool,
    post: PostId,
    limit: PageLimit,
    newest_from: Timestamp,
) -> Result<Known, StorageError> {
    let (post, from) = (post.as_str(), newest_from.as_micros());
    let (limit, one_more) = (limit.get(), limit.and_one());
    sqlx::query_as!(
        Known,
        r#"SELECT (SELECT count(*) FROM (
                SELECT 1 FROM comments WHERE post_id = ?1 AND parent_id IS NULL LIMIT ?2
            )) <= ?3 AS "fits!: bool",
            EXISTS (SELECT 1 FROM ranking_generations
                WHERE scope = 'comments:' || ?1 AND created_at >= ?4) AS "has_generation!: bool""#,
        post,
        one_more,
        limit,
        from
    )
    .fetch_one(pool)
    .await
    .map_err(failure)
}

async fn all_ranked(
    pool: &SqlitePool,
    post: PostId,
    viewer: Option<UserId>,
    limit: PageLimit,
) -> Result<Snapshot<CommentRow>, StorageError> {
    let who = viewer.as_ref().map(UserId::as_str);
    let (post, limit) = (post.as_str(), limit.and_one());
    comments!(
        pool,
        "(SELECT o.id FROM posts o WHERE o.id = ?2 AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                WHERE x.viewer_id = ?1 AND x.user_id = o.author_id))
                AND (o.hidden_at IS NULL OR o.author_id = ?1
                    OR EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?1)))",
        "FALSE",
        "SELECT k.rowid AS place, row_number() OVER (
                ORDER BY k.like_count DESC, k.reply_count DESC, k.created_at, k.id
            ) AS rank
            FROM comments k WHERE k.post_id = ?2 AND k.parent_id IS NULL
                AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                    WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
            ORDER BY rank LIMIT ?3",
        "page.rank",
        who,
        post,
        limit
    )
}

/// A page of the generation `id`, or of the newest without one, unless it is older than `oldest`.
async fn of_generation(
    pool: &SqlitePool,
    post: PostId,
    id: Option<RankingId>,
    oldest: Timestamp,
    viewer: Option<UserId>,
    page: &PageRequest<RankKey>,
) -> Result<Snapshot<CommentRow>, StorageError> {
    let who = viewer.as_ref().map(UserId::as_str);
    let (post, oldest) = (post.as_str(), oldest.as_micros());
    let id = id.map(|id| id.as_str().to_owned());
    let edge = page.edge().map_or(-1, |key| i64::from(key.place));
    let limit = page.limit.and_one();
    // A cross join keeps to the order of `listed` (<https://www.sqlite.org/optoverview.html>, 8.3),
    // so that comments are looked up for one page only, not for the whole generation and sorted.
    // The subject: null without the post, '' without the generation.
    if page.is_backward() {
        comments!(
            pool,
            "(SELECT coalesce((SELECT id FROM ranking_generations
                WHERE scope = 'comments:' || ?2 AND created_at >= ?3 AND id = ?4), '')
                FROM posts o WHERE o.id = ?2 AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                WHERE x.viewer_id = ?1 AND x.user_id = o.author_id))
                AND (o.hidden_at IS NULL OR o.author_id = ?1
                    OR EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?1)))",
            "EXISTS (SELECT 1 FROM ranking_generations g JOIN json_each(g.member_ids) member
                JOIN comments k ON k.id = member.value
                WHERE g.scope = 'comments:' || ?2 AND g.created_at >= ?3 AND g.id = ?4
                    AND member.key >= ?5
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id)))",
            "SELECT k.rowid AS place, listed.key AS rank
                FROM (SELECT member.key, member.value
                    FROM ranking_generations g JOIN json_each(g.member_ids) member
                    WHERE g.scope = 'comments:' || ?2 AND g.created_at >= ?3 AND g.id = ?4
                        AND member.key < ?5
                    ORDER BY member.key DESC LIMIT -1) listed
                CROSS JOIN comments k ON k.id = listed.value
                WHERE (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                    WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                LIMIT ?6",
            "page.rank DESC",
            who,
            post,
            oldest,
            id,
            edge,
            limit
        )
    } else {
        comments!(
            pool,
            "(SELECT coalesce((SELECT id FROM ranking_generations
                WHERE scope = 'comments:' || ?2 AND created_at >= ?3 AND id = coalesce(?4, id)
                ORDER BY created_at DESC, id LIMIT 1), '')
                FROM posts o WHERE o.id = ?2 AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                WHERE x.viewer_id = ?1 AND x.user_id = o.author_id))
                AND (o.hidden_at IS NULL OR o.author_id = ?1
                    OR EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?1)))",
            "FALSE",
            "SELECT k.rowid AS place, listed.key AS rank
                FROM (SELECT member.key, member.value
                    FROM (SELECT member_ids FROM ranking_generations
                        WHERE scope = 'comments:' || ?2 AND created_at >= ?3
                            AND id = coalesce(?4, id)
                        ORDER BY created_at DESC, id LIMIT 1) newest
                    JOIN json_each(newest.member_ids) member
                    WHERE member.key > ?5
                    ORDER BY member.key LIMIT -1) listed
                CROSS JOIN comments k ON k.id = listed.value
                WHERE (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                    WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                LIMIT ?6",
            "page.rank",
            who,
            post,
            oldest,
            id,
            edge,
            limit
        )
    }
}

fn ranked_page(
    mut read: Snapshot<CommentRow>,
    page: &PageRequest<RankKey>,
) -> Result<Positioned<RankedPage>, StorageError> {
    let subject = match read.subject.take() {
        None => return Ok(read.positioned(RankedPage::NoPost)),
        Some(subject) if subject.is_empty() => return Ok(read.positioned(RankedPage::Expired)),
        Some(subject) => subject,
    };
    let generation = RankingId::from_storage(&subject)?;
    let ranked = read.found.drain(..).map(|row| {
        let place = u32::try_from(row.rank)
            .map_err(|_| Inconsistency::new("ranking_generations.member_ids", "has no place"))?;
        Ok((place, row.view()?))
    });
    let ranked = ranked.collect::<Result<Vec<(u32, CommentView)>, Inconsistency>>()?;
    let page = Page::assemble(
        ranked,
        page,
        Order::Ascending,
        read.follows,
        |(place, _)| RankKey {
            generation,
            place: *place,
        },
    );
    Ok(read.positioned(RankedPage::Page(page.map(|(_, view)| view))))
}

/// All there is, on one page.
fn whole(mut read: Snapshot<CommentRow>) -> Result<Positioned<RankedPage>, StorageError> {
    if read.subject.is_none() {
        return Ok(read.positioned(RankedPage::NoPost));
    }
    let items = read.found.drain(..).map(CommentRow::view);
    let items = items.collect::<Result<_, _>>()?;
    Ok(read.positioned(RankedPage::Page(Page {
        items,
        next: None,
        prev: None,
    })))
}
