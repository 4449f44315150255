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
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<PostRow>, StorageError> {
    let (at, id) = edge_of_newest(page);
    let limit = page.limit.and_one();
    if page.is_backward() {
        posts!(
            pool,
            "EXISTS (SELECT 1 FROM posts k
                WHERE (k.created_at, k.id) <= (?1, ?2))",
            "SELECT k.rowid AS place FROM posts k
                WHERE (k.created_at, k.id) > (?1, ?2)
                ORDER BY k.created_at, k.id LIMIT ?3",
            "p.created_at, p.id",
            at,
            id,
            limit
        )
    } else {
        posts!(
            pool,
            "FALSE",
            "SELECT k.rowid AS place FROM posts k
                WHERE (k.created_at, k.id) < (?1, ?2)
                ORDER BY k.created_at DESC, k.id DESC LIMIT ?3",
            "p.created_at DESC, p.id DESC",
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
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<PostRow>, StorageError> {
    let (at, id) = edge_of_newest(page);
    let limit = page.limit.and_one();
    let author = author.as_str();
    if page.is_backward() {
        posts!(
            pool,
            "EXISTS (SELECT 1 FROM posts k
                WHERE k.author_id = ?4 AND (k.created_at, k.id) <= (?1, ?2))",
            "SELECT k.rowid AS place FROM posts k
                WHERE k.author_id = ?4 AND (k.created_at, k.id) > (?1, ?2)
                ORDER BY k.created_at, k.id LIMIT ?3",
            "p.created_at, p.id",
            at,
            id,
            limit,
            author
        )
    } else {
        posts!(
            pool,
            "FALSE",
            "SELECT k.rowid AS place FROM posts k
                WHERE k.author_id = ?4 AND (k.created_at, k.id) < (?1, ?2)
                ORDER BY k.created_at DESC, k.id DESC LIMIT ?3",
            "p.created_at DESC, p.id DESC",
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
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<PostRow>, StorageError> {
    let (at, id) = edge_of_newest(page);
    let limit = page.limit.and_one();
    if page.is_backward() {
        posts!(
            pool,
            "EXISTS (SELECT 1 FROM post_hashtags k
                WHERE k.tag = ?4 AND (k.created_at, k.post_id) <= (?1, ?2))",
            "SELECT t.rowid AS place FROM post_hashtags k JOIN posts t ON t.id = k.post_id
                WHERE k.tag = ?4 AND (k.created_at, k.post_id) > (?1, ?2)
                ORDER BY k.created_at, k.post_id LIMIT ?3",
            "p.created_at, p.id",
            at,
            id,
            limit,
            tag
        )
    } else {
        posts!(
            pool,
            "FALSE",
            "SELECT t.rowid AS place FROM post_hashtags k JOIN posts t ON t.id = k.post_id
                WHERE k.tag = ?4 AND (k.created_at, k.post_id) < (?1, ?2)
                ORDER BY k.created_at DESC, k.post_id DESC LIMIT ?3",
            "p.created_at DESC, p.id DESC",
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
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<PostRow>, StorageError> {
    let (at, id) = edge_of_newest(page);
    let limit = page.limit.and_one();
    let author = author.as_str();
    if page.is_backward() {
        posts!(
            pool,
            "EXISTS (SELECT 1 FROM posts k
                WHERE k.author_id = ?4 AND EXISTS (SELECT 1 FROM post_hashtags t
                    WHERE t.tag = ?5 AND t.created_at = k.created_at AND t.post_id = k.id) AND (k.created_at, k.id) <= (?1, ?2))",
            "SELECT k.rowid AS place FROM posts k
                WHERE k.author_id = ?4 AND EXISTS (SELECT 1 FROM post_hashtags t
                    WHERE t.tag = ?5 AND t.created_at = k.created_at AND t.post_id = k.id) AND (k.created_at, k.id) > (?1, ?2)
                ORDER BY k.created_at, k.id LIMIT ?3",
            "p.created_at, p.id",
            at,
            id,
            limit,
            author,
            tag
        )
    } else {
        posts!(
            pool,
            "FALSE",
            "SELECT k.rowid AS place FROM posts k
                WHERE k.author_id = ?4 AND EXISTS (SELECT 1 FROM post_hashtags t
                    WHERE t.tag = ?5 AND t.created_at = k.created_at AND t.post_id = k.id) AND (k.created_at, k.id) < (?1, ?2)
                ORDER BY k.created_at DESC, k.id DESC LIMIT ?3",
            "p.created_at DESC, p.id DESC",
            at,
            id,
            limit,
            author,
            tag
        )
    }
}
