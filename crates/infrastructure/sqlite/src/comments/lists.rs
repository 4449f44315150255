//! Lists of comments in order of time: each walks the one index that holds its rows in order.

use sqlx::SqlitePool;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_use_cases::comments::CommentOrder;
use thoughts_use_cases::paging::{PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::rows::{CommentRow, comments};
use crate::errors::failure;
use crate::snapshot::{Snapshot, edge_of_newest, edge_of_oldest};

/// Whether rows are to be fetched with the oldest first, and from which edge.
fn walk(order: CommentOrder, page: &PageRequest<TimeKey>) -> (bool, (i64, String)) {
    let ascending = match order {
        CommentOrder::Oldest => !page.is_backward(),
        CommentOrder::Newest => page.is_backward(),
    };
    let edge = match order {
        CommentOrder::Oldest => edge_of_oldest(page),
        CommentOrder::Newest => edge_of_newest(page),
    };
    (ascending, edge)
}

/// The top level of a post.
pub(super) async fn of_post(
    pool: &SqlitePool,
    post: PostId,
    order: CommentOrder,
    viewer: Option<UserId>,
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<CommentRow>, StorageError> {
    let who = viewer.as_ref().map(UserId::as_str);
    let (ascending, (at, id)) = walk(order, page);
    let (limit, post) = (page.limit.and_one(), post.as_str());
    if ascending {
        comments!(
            pool,
            "(SELECT o.id FROM posts o WHERE o.id = ?5 AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                WHERE x.viewer_id = ?1 AND x.user_id = o.author_id))
                AND (o.hidden_at IS NULL OR o.author_id = ?1
                    OR EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?1)))",
            "EXISTS (SELECT 1 FROM comments k
                WHERE k.post_id = ?5 AND k.parent_id IS NULL AND (k.created_at, k.id) <= (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id)))",
            "SELECT k.rowid AS place, 0 AS rank FROM comments k
                WHERE k.post_id = ?5 AND k.parent_id IS NULL AND (k.created_at, k.id) > (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                ORDER BY k.created_at, k.id LIMIT ?4",
            "c.created_at, c.id",
            who,
            at,
            id,
            limit,
            post
        )
    } else {
        comments!(
            pool,
            "(SELECT o.id FROM posts o WHERE o.id = ?5 AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                WHERE x.viewer_id = ?1 AND x.user_id = o.author_id))
                AND (o.hidden_at IS NULL OR o.author_id = ?1
                    OR EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?1)))",
            "EXISTS (SELECT 1 FROM comments k
                WHERE k.post_id = ?5 AND k.parent_id IS NULL AND (k.created_at, k.id) >= (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id)))",
            "SELECT k.rowid AS place, 0 AS rank FROM comments k
                WHERE k.post_id = ?5 AND k.parent_id IS NULL AND (k.created_at, k.id) < (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                ORDER BY k.created_at DESC, k.id DESC LIMIT ?4",
            "c.created_at DESC, c.id DESC",
            who,
            at,
            id,
            limit,
            post
        )
    }
}

/// The direct replies to a comment, oldest first.
pub(super) async fn replies(
    pool: &SqlitePool,
    comment: CommentId,
    viewer: Option<UserId>,
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<CommentRow>, StorageError> {
    let who = viewer.as_ref().map(UserId::as_str);
    let (ascending, (at, id)) = walk(CommentOrder::Oldest, page);
    let (limit, comment) = (page.limit.and_one(), comment.as_str());
    if ascending {
        comments!(
            pool,
            "(SELECT o.id FROM comments o WHERE o.id = ?5 AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                WHERE x.viewer_id = ?1 AND x.user_id = o.author_id))
                AND NOT EXISTS (SELECT 1 FROM posts w
                    WHERE w.id = o.post_id AND w.hidden_at IS NOT NULL AND w.author_id IS NOT ?1
                        AND NOT EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?1)))",
            "EXISTS (SELECT 1 FROM comments k
                WHERE k.parent_id = ?5 AND (k.created_at, k.id) <= (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id)))",
            "SELECT k.rowid AS place, 0 AS rank FROM comments k
                WHERE k.parent_id = ?5 AND (k.created_at, k.id) > (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                ORDER BY k.created_at, k.id LIMIT ?4",
            "c.created_at, c.id",
            who,
            at,
            id,
            limit,
            comment
        )
    } else {
        comments!(
            pool,
            "(SELECT o.id FROM comments o WHERE o.id = ?5 AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                WHERE x.viewer_id = ?1 AND x.user_id = o.author_id))
                AND NOT EXISTS (SELECT 1 FROM posts w
                    WHERE w.id = o.post_id AND w.hidden_at IS NOT NULL AND w.author_id IS NOT ?1
                        AND NOT EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?1)))",
            "EXISTS (SELECT 1 FROM comments k
                WHERE k.parent_id = ?5 AND (k.created_at, k.id) >= (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id)))",
            "SELECT k.rowid AS place, 0 AS rank FROM comments k
                WHERE k.parent_id = ?5 AND (k.created_at, k.id) < (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                ORDER BY k.created_at DESC, k.id DESC LIMIT ?4",
            "c.created_at DESC, c.id DESC",
            who,
            at,
            id,
            limit,
            comment
        )
    }
}

/// The live comments of a user, newest first.
pub(super) async fn by_user(
    pool: &SqlitePool,
    user: UserId,
    viewer: Option<UserId>,
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<CommentRow>, StorageError> {
    let who = viewer.as_ref().map(UserId::as_str);
    let (ascending, (at, id)) = walk(CommentOrder::Newest, page);
    let (limit, user) = (page.limit.and_one(), user.as_str());
    if ascending {
        comments!(
            pool,
            "(SELECT o.id FROM users o WHERE o.id = ?5 AND o.deleted_at IS NULL
                AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                WHERE x.viewer_id = ?1 AND x.user_id = o.id)))",
            "EXISTS (SELECT 1 FROM comments k
                WHERE k.hidden_at IS NULL AND NOT EXISTS (SELECT 1 FROM posts w
                    WHERE w.id = k.post_id AND w.hidden_at IS NOT NULL)
                    AND k.author_id = ?5 AND (k.created_at, k.id) <= (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id)))",
            "SELECT k.rowid AS place, 0 AS rank FROM comments k
                WHERE k.hidden_at IS NULL AND NOT EXISTS (SELECT 1 FROM posts w
                    WHERE w.id = k.post_id AND w.hidden_at IS NOT NULL)
                    AND k.author_id = ?5 AND (k.created_at, k.id) > (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                ORDER BY k.created_at, k.id LIMIT ?4",
            "c.created_at, c.id",
            who,
            at,
            id,
            limit,
            user
        )
    } else {
        comments!(
            pool,
            "(SELECT o.id FROM users o WHERE o.id = ?5 AND o.deleted_at IS NULL
                AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                WHERE x.viewer_id = ?1 AND x.user_id = o.id)))",
            "EXISTS (SELECT 1 FROM comments k
                WHERE k.hidden_at IS NULL AND NOT EXISTS (SELECT 1 FROM posts w
                    WHERE w.id = k.post_id AND w.hidden_at IS NOT NULL)
                    AND k.author_id = ?5 AND (k.created_at, k.id) >= (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id)))",
            "SELECT k.rowid AS place, 0 AS rank FROM comments k
                WHERE k.hidden_at IS NULL AND NOT EXISTS (SELECT 1 FROM posts w
                    WHERE w.id = k.post_id AND w.hidden_at IS NOT NULL)
                    AND k.author_id = ?5 AND (k.created_at, k.id) < (?2, ?3)
                    AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                        WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                ORDER BY k.created_at DESC, k.id DESC LIMIT ?4",
            "c.created_at DESC, c.id DESC",
            who,
            at,
            id,
            limit,
            user
        )
    }
}
