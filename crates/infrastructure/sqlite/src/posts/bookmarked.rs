//! The posts that somebody has bookmarked.

use sqlx::SqlitePool;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::engagement::BookmarkedPost;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Order, Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::rows::{PostRow, posts};
use crate::errors::failure;
use crate::snapshot::{Snapshot, edge_of_newest};
use crate::store::SqliteStorage;

impl SqliteStorage {
    /// What a user has bookmarked, the last first, as he may see it.
    pub(crate) async fn bookmarked(
        &self,
        user: UserId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<BookmarkedPost, TimeKey>>, StorageError> {
        let mut read = fetch(&self.readers, user, page).await?;
        let since = read.found.iter().map(|row| {
            let since = row.bookmarked_at.map(Timestamp::from_micros);
            since.ok_or_else(|| Inconsistency::new("bookmarks.created_at", "is missing"))
        });
        let since = since.collect::<Result<Vec<_>, _>>()?;
        let posts = self.post_views(&mut read).await?;
        let rows = posts.into_iter().zip(since);
        let kept = rows.map(|(post, since)| BookmarkedPost { post, since });
        let page = Page::assemble(
            kept.collect(),
            page,
            Order::Descending,
            read.follows,
            |row| TimeKey {
                at: row.since,
                id: row.post.id.raw(),
            },
        );
        Ok(read.positioned(page))
    }
}

async fn fetch(
    pool: &SqlitePool,
    user: UserId,
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<PostRow>, StorageError> {
    let who = user.as_str();
    let (at, id) = edge_of_newest(page);
    let limit = page.limit.and_one();
    if page.is_backward() {
        posts!(
            pool,
            "hidden_in_lists",
            "EXISTS (SELECT 1 FROM bookmarks k JOIN posts t ON t.id = k.post_id
                WHERE t.hidden_at IS NULL AND k.user_id = ?1 AND (k.created_at, k.post_id) <= (?2, ?3)
                    AND NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = t.author_id))",
            "SELECT t.rowid AS place, k.created_at AS since
                FROM bookmarks k JOIN posts t ON t.id = k.post_id
                WHERE t.hidden_at IS NULL AND k.user_id = ?1 AND (k.created_at, k.post_id) > (?2, ?3)
                    AND NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = t.author_id)
                ORDER BY k.created_at, k.post_id LIMIT ?4",
            "page.since, p.id",
            who,
            at,
            id,
            limit
        )
    } else {
        posts!(
            pool,
            "hidden_in_lists",
            "FALSE",
            "SELECT t.rowid AS place, k.created_at AS since
                FROM bookmarks k JOIN posts t ON t.id = k.post_id
                WHERE t.hidden_at IS NULL AND k.user_id = ?1 AND (k.created_at, k.post_id) < (?2, ?3)
                    AND NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = t.author_id)
                ORDER BY k.created_at DESC, k.post_id DESC LIMIT ?4",
            "page.since DESC, p.id DESC",
            who,
            at,
            id,
            limit
        )
    }
}
