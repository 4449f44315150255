//! A comment with its author, or a tombstone.

use sqlx::SqliteExecutor;
use thoughts_domain::Inconsistency;
use thoughts_domain::comments::{Comment, CommentBody};
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::UserSummary;
use thoughts_use_cases::comments::{CommentView, CommentViewer};
use thoughts_use_cases::storage::StorageError;

use crate::convert::{count, moment, version};
use crate::errors::failure;
use crate::snapshot::{Snapshot, snapshot_row};

/// A comment with its author, or a tombstone.
pub(super) struct CommentRow {
    pub(super) epoch: String,
    pub(super) position: i64,
    pub(super) follows: bool,
    /// What the list belongs to, when it is there.
    pub(super) subject: Option<String>,
    /// The place in a ranked list.
    pub(super) rank: i64,
    pub(super) id: Option<String>,
    pub(super) post_id: String,
    pub(super) parent_id: Option<String>,
    pub(super) body: Option<String>,
    pub(super) depth: i64,
    pub(super) created_at: i64,
    pub(super) edited_at: Option<i64>,
    pub(super) version: i64,
    pub(super) like_count: i64,
    pub(super) reply_count: i64,
    pub(super) hidden: bool,
    pub(super) author_id: Option<String>,
    pub(super) author_handle: String,
    pub(super) author_name: String,
    pub(super) author_avatar: Option<String>,
    /// Whether the viewer likes it; null for nobody in particular.
    pub(super) liked: Option<bool>,
}

snapshot_row!(CommentRow, subject);

fn depth(stored: i64) -> Result<u8, Inconsistency> {
    u8::try_from(stored).map_err(|_| Inconsistency::new("comments.depth", "is no depth"))
}

fn parent(stored: Option<&str>) -> Result<Option<CommentId>, Inconsistency> {
    stored.map(CommentId::from_storage).transpose()
}

impl CommentRow {
    pub(super) fn view(self) -> Result<CommentView, Inconsistency> {
        let author = match &self.author_id {
            None => None,
            Some(id) => Some(UserSummary {
                id: UserId::from_storage(id)?,
                handle: self.author_handle,
                display_name: self.author_name,
                avatar_url: self.author_avatar,
            }),
        };
        Ok(CommentView {
            id: CommentId::from_storage(&self.id.unwrap_or_default())?,
            post_id: PostId::from_storage(&self.post_id)?,
            parent_id: parent(self.parent_id.as_deref())?,
            deleted: author.is_none(),
            author,
            body: self.body,
            depth: depth(self.depth)?,
            created_at: Timestamp::from_micros(self.created_at),
            edited_at: moment(self.edited_at),
            version: version("comments.version", self.version)?,
            like_count: count("comments.like_count", self.like_count)?,
            reply_count: count("comments.reply_count", self.reply_count)?,
            viewer: self.liked.map(|liked| CommentViewer { liked }),
            hidden: self.hidden,
        })
    }

    /// The aggregate; none for a tombstone, and for what looks like one.
    pub(super) fn comment(self) -> Result<Option<Comment>, Inconsistency> {
        let (Some(author), Some(body)) = (self.author_id, self.body) else {
            return Ok(None);
        };
        Ok(Some(Comment {
            id: CommentId::from_storage(&self.id.unwrap_or_default())?,
            post_id: PostId::from_storage(&self.post_id)?,
            parent_id: parent(self.parent_id.as_deref())?,
            author_id: UserId::from_storage(&author)?,
            body: CommentBody::from_storage(body)?,
            depth: depth(self.depth)?,
            created_at: Timestamp::from_micros(self.created_at),
            edited_at: moment(self.edited_at),
            version: version("comments.version", self.version)?,
            hidden: self.hidden,
        }))
    }
}

/// Reads the comments whose rows `$page` names as `place`, with their `rank`, in the order
/// `$order`, for the viewer `?1`: what a moderator has hidden is a tombstone to all but its author and
/// moderators. `$subject` is what the list belongs to, or null.
macro_rules! comments {
    (
        $executor:expr, $subject:literal, $follows:literal, $page:literal, $order:literal,
        $($argument:expr),+ $(,)?
    ) => {
        sqlx::query_as!(
            CommentRow,
            r#"SELECT h.epoch AS "epoch!: String", h.position AS "position!: i64","#
                + $subject
                + r#" AS "subject?: String","#
                + $follows
                + r#" AS "follows!: bool", coalesce(page.rank, 0) AS "rank!: i64",
                c.id AS "id?: String", coalesce(c.post_id, '') AS "post_id!: String",
                c.parent_id AS "parent_id?: String",
                CASE WHEN u.id IS NOT NULL THEN c.body END AS "body?: String",
                coalesce(c.depth, 0) AS "depth!: i64",
                coalesce(c.created_at, 0) AS "created_at!: i64", c.edited_at AS "edited_at?: i64",
                coalesce(c.version, 0) AS "version!: i64",
                coalesce(c.like_count, 0) AS "like_count!: i64",
                coalesce(c.reply_count, 0) AS "reply_count!: i64",
                c.hidden_at IS NOT NULL AS "hidden!: bool", u.id AS "author_id?: String",
                coalesce(u.handle, '') AS "author_handle!: String",
                coalesce(u.display_name, '') AS "author_name!: String",
                u.avatar_url AS "author_avatar?: String",
                CASE WHEN ?1 IS NOT NULL THEN EXISTS (SELECT 1 FROM comment_likes l
                    WHERE l.user_id = ?1 AND l.comment_id = c.id) END AS "liked?: bool"
            FROM event_head h LEFT JOIN ("#
                + $page
                + ") page ON TRUE LEFT JOIN comments c ON c.rowid = page.place
            LEFT JOIN users u ON u.id = c.author_id AND (c.hidden_at IS NULL OR u.id = ?1
                OR EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?1)) ORDER BY "
                + $order,
            $($argument),+
        )
        .fetch_all($executor)
        .await
        .map_err(failure)
        .and_then(Snapshot::of)
    };
}
pub(super) use comments;

/// One comment, unless a block hides it from the viewer, or its post is hidden from him.
pub(super) async fn by_id(
    executor: impl SqliteExecutor<'_>,
    id: CommentId,
    viewer: Option<UserId>,
) -> Result<Snapshot<CommentRow>, StorageError> {
    let (who, id) = (viewer.as_ref().map(UserId::as_str), id.as_str());
    comments!(
        executor,
        "NULL",
        "FALSE",
        "SELECT k.rowid AS place, 0 AS rank FROM comments k
            WHERE k.id = ?2 AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                AND NOT EXISTS (SELECT 1 FROM posts w
                    WHERE w.id = k.post_id AND w.hidden_at IS NOT NULL
                        AND w.author_id IS NOT ?1 AND k.author_id IS NOT ?1
                        AND NOT EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?1))",
        "page.place",
        who,
        id
    )
}

/// A live comment, whoever asks.
pub(super) async fn live(
    executor: impl SqliteExecutor<'_>,
    id: CommentId,
) -> Result<Option<Comment>, StorageError> {
    let id = id.as_str();
    let row = sqlx::query!(
        r#"SELECT id AS "id!: String", post_id, parent_id AS "parent_id?: String",
            author_id AS "author_id!: String", body AS "body!: String", depth, created_at,
            edited_at, version, hidden_at IS NOT NULL AS "hidden!: bool"
        FROM comments WHERE id = ? AND deleted_at IS NULL"#,
        id
    )
    .fetch_optional(executor)
    .await
    .map_err(failure)?;
    let comment = row.map(|row| {
        Ok(Comment {
            id: CommentId::from_storage(&row.id)?,
            post_id: PostId::from_storage(&row.post_id)?,
            parent_id: parent(row.parent_id.as_deref())?,
            author_id: UserId::from_storage(&row.author_id)?,
            body: CommentBody::from_storage(row.body)?,
            depth: depth(row.depth)?,
            created_at: Timestamp::from_micros(row.created_at),
            edited_at: moment(row.edited_at),
            version: version("comments.version", row.version)?,
            hidden: row.hidden,
        })
    });
    comment.transpose()
}
