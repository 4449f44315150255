//! The feed by its filters: each walks the one index that holds its rows in order.

use sqlx::SqlitePool;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::paging::{PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::rows::{PostRow, posts};
use crate::errors::failure;
use crate::snapshot::{Snapshot, edge_of_newest};

/// Every post.
pub(super) async fn everything(
    pool: &SqlitePool,
    viewer: Option<UserId>,
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<PostRow>, StorageError> {
    let who = viewer.as_ref().map(UserId::as_str);
    let (at, id) = edge_of_newest(page);
    let limit = page.limit.and_one();
    if page.is_backward() {
        posts!(
            pool,
            "hidden_in_lists",
            "EXISTS (SELECT 1 FROM posts k
                WHERE k.hidden_at IS NULL AND (k.created_at, k.id) <= (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id)))",
            "SELECT k.rowid AS place FROM posts k
                WHERE k.hidden_at IS NULL AND (k.created_at, k.id) > (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                ORDER BY k.created_at, k.id LIMIT ?4",
            "p.created_at, p.id",
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
            "SELECT k.rowid AS place FROM posts k
                WHERE k.hidden_at IS NULL AND (k.created_at, k.id) < (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                ORDER BY k.created_at DESC, k.id DESC LIMIT ?4",
            "p.created_at DESC, p.id DESC",
            who,
            at,
            id,
            limit
        )
    }
}

/// The posts of an author.
pub(super) async fn of_author(
    pool: &SqlitePool,
    author: UserId,
    viewer: Option<UserId>,
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<PostRow>, StorageError> {
    let who = viewer.as_ref().map(UserId::as_str);
    let (at, id) = edge_of_newest(page);
    let limit = page.limit.and_one();
    let author = author.as_str();
    if page.is_backward() {
        posts!(
            pool,
            "hidden_in_lists",
            "EXISTS (SELECT 1 FROM posts k
                WHERE k.hidden_at IS NULL AND k.author_id = ?5 AND (k.created_at, k.id) <= (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id)))",
            "SELECT k.rowid AS place FROM posts k
                WHERE k.hidden_at IS NULL AND k.author_id = ?5 AND (k.created_at, k.id) > (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                ORDER BY k.created_at, k.id LIMIT ?4",
            "p.created_at, p.id",
            who,
            at,
            id,
            limit,
            author
        )
    } else {
        posts!(
            pool,
            "hidden_in_lists",
            "FALSE",
            "SELECT k.rowid AS place FROM posts k
                WHERE k.hidden_at IS NULL AND k.author_id = ?5 AND (k.created_at, k.id) < (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                ORDER BY k.created_at DESC, k.id DESC LIMIT ?4",
            "p.created_at DESC, p.id DESC",
            who,
            at,
            id,
            limit,
            author
        )
    }
}

/// The posts with a hashtag.
pub(super) async fn with_hashtag(
    pool: &SqlitePool,
    tag: &str,
    viewer: Option<UserId>,
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<PostRow>, StorageError> {
    let who = viewer.as_ref().map(UserId::as_str);
    let (at, id) = edge_of_newest(page);
    let limit = page.limit.and_one();
    if page.is_backward() {
        posts!(
            pool,
            "hidden_in_lists",
            "EXISTS (SELECT 1 FROM post_hashtags k JOIN posts t ON t.id = k.post_id
                WHERE k.tag = ?5 AND (k.created_at, k.post_id) <= (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = t.author_id)))",
            "SELECT t.rowid AS place FROM post_hashtags k JOIN posts t ON t.id = k.post_id
                WHERE k.tag = ?5 AND (k.created_at, k.post_id) > (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = t.author_id))
                ORDER BY k.created_at, k.post_id LIMIT ?4",
            "p.created_at, p.id",
            who,
            at,
            id,
            limit,
            tag
        )
    } else {
        posts!(
            pool,
            "hidden_in_lists",
            "FALSE",
            "SELECT t.rowid AS place FROM post_hashtags k JOIN posts t ON t.id = k.post_id
                WHERE k.tag = ?5 AND (k.created_at, k.post_id) < (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = t.author_id))
                ORDER BY k.created_at DESC, k.post_id DESC LIMIT ?4",
            "p.created_at DESC, p.id DESC",
            who,
            at,
            id,
            limit,
            tag
        )
    }
}

/// The posts of an author with a hashtag: his posts are walked, because a hashtag may be
/// everybody's.
pub(super) async fn of_author_with_hashtag(
    pool: &SqlitePool,
    author: UserId,
    tag: &str,
    viewer: Option<UserId>,
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<PostRow>, StorageError> {
    let who = viewer.as_ref().map(UserId::as_str);
    let (at, id) = edge_of_newest(page);
    let limit = page.limit.and_one();
    let author = author.as_str();
    if page.is_backward() {
        posts!(
            pool,
            "hidden_in_lists",
            "EXISTS (SELECT 1 FROM posts k
                WHERE k.hidden_at IS NULL AND k.author_id = ?5 AND EXISTS (SELECT 1 FROM post_hashtags t
                    WHERE t.tag = ?6 AND t.created_at = k.created_at AND t.post_id = k.id) AND (k.created_at, k.id) <= (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id)))",
            "SELECT k.rowid AS place FROM posts k
                WHERE k.hidden_at IS NULL AND k.author_id = ?5 AND EXISTS (SELECT 1 FROM post_hashtags t
                    WHERE t.tag = ?6 AND t.created_at = k.created_at AND t.post_id = k.id) AND (k.created_at, k.id) > (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                ORDER BY k.created_at, k.id LIMIT ?4",
            "p.created_at, p.id",
            who,
            at,
            id,
            limit,
            author,
            tag
        )
    } else {
        posts!(
            pool,
            "hidden_in_lists",
            "FALSE",
            "SELECT k.rowid AS place FROM posts k
                WHERE k.hidden_at IS NULL AND k.author_id = ?5 AND EXISTS (SELECT 1 FROM post_hashtags t
                    WHERE t.tag = ?6 AND t.created_at = k.created_at AND t.post_id = k.id) AND (k.created_at, k.id) < (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                ORDER BY k.created_at DESC, k.id DESC LIMIT ?4",
            "p.created_at DESC, p.id DESC",
            who,
            at,
            id,
            limit,
            author,
            tag
        )
    }
}
