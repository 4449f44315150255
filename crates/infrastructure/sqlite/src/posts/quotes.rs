//! The posts that quote a post.

use sqlx::SqlitePool;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::paging::{PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::rows::{PostRow, posts};
use crate::errors::failure;
use crate::snapshot::{Snapshot, edge_of_newest};

/// A page of them; nothing where the post itself is not there for the viewer.
pub(super) async fn of_post(
    pool: &SqlitePool,
    post: PostId,
    viewer: Option<UserId>,
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<PostRow>, StorageError> {
    let who = viewer.as_ref().map(UserId::as_str);
    let (at, id) = edge_of_newest(page);
    let limit = page.limit.and_one();
    let post = post.as_str();
    if page.is_backward() {
        posts!(
            pool,
            "hidden_in_lists",
            "EXISTS (SELECT 1 FROM posts k
                WHERE k.hidden_at IS NULL AND k.quoted_post_id = ?5 AND (k.created_at, k.id) <= (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id)))",
            "SELECT k.rowid AS place FROM posts k
                WHERE k.hidden_at IS NULL AND k.quoted_post_id = ?5 AND (k.created_at, k.id) > (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                    AND EXISTS (SELECT 1 FROM posts o
                        WHERE o.id = ?5 AND (?1 IS NULL OR NOT EXISTS (
                            SELECT 1 FROM hidden_by_block x
                            WHERE x.viewer_id = ?1 AND x.user_id = o.author_id))
                            AND (o.hidden_at IS NULL OR o.author_id = ?1
                                OR EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?1)))
                ORDER BY k.created_at, k.id LIMIT ?4",
            "p.created_at, p.id",
            who,
            at,
            id,
            limit,
            post
        )
    } else {
        posts!(
            pool,
            "hidden_in_lists",
            "FALSE",
            "SELECT k.rowid AS place FROM posts k
                WHERE k.hidden_at IS NULL AND k.quoted_post_id = ?5 AND (k.created_at, k.id) < (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                    AND EXISTS (SELECT 1 FROM posts o
                        WHERE o.id = ?5 AND (?1 IS NULL OR NOT EXISTS (
                            SELECT 1 FROM hidden_by_block x
                            WHERE x.viewer_id = ?1 AND x.user_id = o.author_id))
                            AND (o.hidden_at IS NULL OR o.author_id = ?1
                                OR EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?1)))
                ORDER BY k.created_at DESC, k.id DESC LIMIT ?4",
            "p.created_at DESC, p.id DESC",
            who,
            at,
            id,
            limit,
            post
        )
    }
}
