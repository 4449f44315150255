//! The history of a post.

use sqlx::SqlitePool;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::paging::{PageRequest, VersionKey};
use thoughts_use_cases::posts::PostEditView;
use thoughts_use_cases::storage::StorageError;

use crate::convert::version;
use crate::errors::failure;
use crate::snapshot::{Snapshot, snapshot_row};

/// A body of a post; with the post's id when there is such a post.
pub(super) struct EditRow {
    epoch: String,
    position: i64,
    follows: bool,
    id: Option<String>,
    version: Option<i64>,
    body: String,
    written_at: i64,
}

snapshot_row!(EditRow);

impl EditRow {
    /// None when the page is empty.
    pub(super) fn view(self) -> Option<Result<PostEditView, Inconsistency>> {
        let stored = self.version?;
        Some(
            version("post_edits.version", stored).map(|version| PostEditView {
                version,
                body: self.body,
                edited_at: Timestamp::from_micros(self.written_at),
            }),
        )
    }
}

macro_rules! edits {
    ($pool:expr, $follows:literal, $when:literal, $order:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            EditRow,
            r#"SELECT h.epoch AS "epoch!: String", h.position AS "position!: i64","#
                + $follows
                + r#" AS "follows!: bool", p.id AS "id?: String", edit.version AS "version?: i64",
                coalesce(edit.body, '') AS "body!: String",
                coalesce(edit.written_at, 0) AS "written_at!: i64"
            FROM event_head h LEFT JOIN posts p ON p.id = ?2
                AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                    WHERE x.viewer_id = ?1 AND x.user_id = p.author_id))
                AND (p.hidden_at IS NULL OR p.author_id = ?1
                    OR EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?1))
            LEFT JOIN (
                SELECT version, body, coalesce(edited_at, created_at) AS written_at
                FROM posts WHERE id = ?2 AND "#
                + $when
                + " UNION ALL
                SELECT version, body, written_at FROM post_edits WHERE post_id = ?2 AND "
                + $when
                + " ORDER BY version "
                + $order
                + " LIMIT ?4) edit ON p.id IS NOT NULL ORDER BY edit.version "
                + $order,
            $($argument),+
        )
        .fetch_all($pool)
        .await
        .map_err(failure)
        .and_then(Snapshot::of)
    };
}

/// Every body of a post, the present one first.
pub(super) async fn of_post(
    pool: &SqlitePool,
    id: PostId,
    viewer: Option<UserId>,
    page: &PageRequest<VersionKey>,
) -> Result<Snapshot<EditRow>, StorageError> {
    let (who, id) = (viewer.as_ref().map(UserId::as_str), id.as_str());
    let edge = page.edge().map_or(i64::MAX, |key| i64::from(key.0));
    let limit = page.limit.and_one();
    if page.is_backward() {
        edits!(
            pool,
            "(EXISTS (SELECT 1 FROM posts WHERE id = ?2 AND version <= ?3)
                OR EXISTS (SELECT 1 FROM post_edits WHERE post_id = ?2 AND version <= ?3))",
            "version > ?3",
            "ASC",
            who,
            id,
            edge,
            limit
        )
    } else {
        edits!(pool, "FALSE", "version < ?3", "DESC", who, id, edge, limit)
    }
}
