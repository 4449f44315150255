//! A post with its author.

use sqlx::SqliteExecutor;
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::UserSummary;
use thoughts_use_cases::posts::{PostView, PostViewer};
use thoughts_use_cases::storage::StorageError;

use super::mentions::Handles;
use super::quoted::QuotedRow;
use crate::convert::{count, moment, version};
use crate::errors::failure;
use crate::snapshot::{Snapshot, snapshot_row};

/// A post with its author.
pub(crate) struct PostRow {
    pub(crate) epoch: String,
    pub(crate) position: i64,
    pub(crate) follows: bool,
    pub(crate) id: Option<String>,
    pub(crate) body: String,
    pub(crate) hashtags: String,
    pub(crate) mention_ids: String,
    pub(crate) created_at: i64,
    pub(crate) edited_at: Option<i64>,
    pub(crate) version: i64,
    pub(crate) comment_count: i64,
    pub(crate) like_count: i64,
    pub(crate) repost_count: i64,
    pub(crate) hidden: bool,
    pub(crate) author_id: String,
    pub(crate) author_handle: String,
    pub(crate) author_name: String,
    pub(crate) author_avatar: Option<String>,
    /// What the viewer has done; all of it null for nobody in particular.
    pub(crate) liked: Option<bool>,
    pub(crate) reposted: Option<bool>,
    pub(crate) bookmarked_at: Option<i64>,
    pub(crate) following: Option<bool>,
    /// What it quotes, and that post where it is there for the viewer.
    pub(crate) quoted_post_id: Option<String>,
    pub(crate) quoted_id: Option<String>,
    pub(crate) quoted_author_id: String,
    pub(crate) quoted_handle: String,
    pub(crate) quoted_name: String,
    pub(crate) quoted_avatar: Option<String>,
    pub(crate) quoted_body: String,
    pub(crate) quoted_created_at: i64,
    pub(crate) quoted_edited_at: Option<i64>,
    pub(crate) quoted_version: i64,
}

snapshot_row!(PostRow);

impl PostRow {
    fn viewer(&self) -> Option<PostViewer> {
        Some(PostViewer {
            liked: self.liked?,
            reposted: self.reposted?,
            bookmarked: self.bookmarked_at.is_some(),
            following: self.following?,
        })
    }

    pub(super) fn view(self, handles: &Handles) -> Result<PostView, Inconsistency> {
        let viewer = self.viewer();
        let quoted = QuotedRow {
            id: self.quoted_id,
            author_id: self.quoted_author_id,
            handle: self.quoted_handle,
            name: self.quoted_name,
            avatar: self.quoted_avatar,
            body: self.quoted_body,
            created_at: self.quoted_created_at,
            edited_at: self.quoted_edited_at,
            version: self.quoted_version,
        };
        let quoted_post_id = self.quoted_post_id.as_deref().map(PostId::from_storage);
        Ok(PostView {
            id: PostId::from_storage(&self.id.unwrap_or_default())?,
            author: UserSummary {
                id: UserId::from_storage(&self.author_id)?,
                handle: self.author_handle,
                display_name: self.author_name,
                avatar_url: self.author_avatar,
            },
            body: self.body,
            created_at: Timestamp::from_micros(self.created_at),
            edited_at: moment(self.edited_at),
            version: version("posts.version", self.version)?,
            comment_count: count("posts.comment_count", self.comment_count)?,
            like_count: count("posts.like_count", self.like_count)?,
            repost_count: count("posts.repost_count", self.repost_count)?,
            hashtags: self
                .hashtags
                .split_ascii_whitespace()
                .map(str::to_owned)
                .collect(),
            mentions: handles.of(&self.mention_ids)?,
            quoted_post_id: quoted_post_id.transpose()?,
            quoted_post: quoted.view()?,
            viewer,
            hidden: self.hidden,
        })
    }
}

/// Reads the posts whose rows `$page` names as `place`, in the order `$order`, for the viewer `?1`;
/// what they quote of those who are in the view `$hidden` for him is not there.
macro_rules! posts {
    (
        $executor:expr, $hidden:literal, $follows:literal, $page:literal, $order:literal,
        $($argument:expr),+ $(,)?
    ) => {
        sqlx::query_as!(
            PostRow,
            r#"SELECT h.epoch AS "epoch!: String", h.position AS "position!: i64","#
                + $follows
                + r#" AS "follows!: bool", p.id AS "id?: String",
                coalesce(p.body, '') AS "body!: String",
                coalesce(p.hashtags, '') AS "hashtags!: String",
                coalesce(p.mention_ids, '') AS "mention_ids!: String",
                coalesce(p.created_at, 0) AS "created_at!: i64", p.edited_at AS "edited_at?: i64",
                coalesce(p.version, 0) AS "version!: i64",
                coalesce(p.comment_count, 0) AS "comment_count!: i64",
                coalesce(p.like_count, 0) AS "like_count!: i64",
                coalesce(p.repost_count, 0) AS "repost_count!: i64",
                p.hidden_at IS NOT NULL AS "hidden!: bool",
                coalesce(u.id, '') AS "author_id!: String",
                coalesce(u.handle, '') AS "author_handle!: String",
                coalesce(u.display_name, '') AS "author_name!: String",
                u.avatar_url AS "author_avatar?: String",
                CASE WHEN ?1 IS NOT NULL THEN EXISTS (SELECT 1 FROM post_likes l
                    WHERE l.user_id = ?1 AND l.post_id = p.id) END AS "liked?: bool",
                CASE WHEN ?1 IS NOT NULL THEN EXISTS (SELECT 1 FROM reposts s
                    WHERE s.user_id = ?1 AND s.post_id = p.id) END AS "reposted?: bool",
                (SELECT b.created_at FROM bookmarks b
                    WHERE b.user_id = ?1 AND b.post_id = p.id) AS "bookmarked_at?: i64",
                CASE WHEN ?1 IS NOT NULL THEN EXISTS (SELECT 1 FROM follows w
                    WHERE w.follower_id = ?1 AND w.followed_id = p.author_id
                ) END AS "following?: bool",
                p.quoted_post_id AS "quoted_post_id?: String", q.id AS "quoted_id?: String",
                coalesce(q.author_id, '') AS "quoted_author_id!: String",
                coalesce(w.handle, '') AS "quoted_handle!: String",
                coalesce(w.display_name, '') AS "quoted_name!: String",
                w.avatar_url AS "quoted_avatar?: String",
                coalesce(q.body, '') AS "quoted_body!: String",
                coalesce(q.created_at, 0) AS "quoted_created_at!: i64",
                q.edited_at AS "quoted_edited_at?: i64",
                coalesce(q.version, 0) AS "quoted_version!: i64"
            FROM event_head h LEFT JOIN ("#
                + $page
                + ") page ON TRUE LEFT JOIN posts p ON p.rowid = page.place
            LEFT JOIN users u ON u.id = p.author_id
            LEFT JOIN posts q ON q.id = p.quoted_post_id AND q.hidden_at IS NULL AND (?1 IS NULL OR NOT EXISTS (
                SELECT 1 FROM "
                + $hidden
                + " y WHERE y.viewer_id = ?1 AND y.user_id = q.author_id))
            LEFT JOIN users w ON w.id = q.author_id ORDER BY "
                + $order,
            $($argument),+
        )
        .fetch_all($executor)
        .await
        .map_err(failure)
        .and_then(Snapshot::of)
    };
}
pub(super) use posts;

/// One post, unless a block or a moderator hides it from the viewer.
pub(super) async fn by_id(
    executor: impl SqliteExecutor<'_>,
    id: PostId,
    viewer: Option<UserId>,
) -> Result<Snapshot<PostRow>, StorageError> {
    let (who, id) = (viewer.as_ref().map(UserId::as_str), id.as_str());
    posts!(
        executor,
        "hidden_by_block",
        "FALSE",
        "SELECT k.rowid AS place FROM posts k
            WHERE k.id = ?2 AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                AND (k.hidden_at IS NULL OR k.author_id = ?1
                    OR EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?1))",
        "page.place",
        who,
        id
    )
}

/// One post, whoever asks.
pub(super) async fn any(
    executor: impl SqliteExecutor<'_>,
    id: PostId,
) -> Result<Snapshot<PostRow>, StorageError> {
    let (nobody, id) = (None::<&str>, id.as_str());
    posts!(
        executor,
        "hidden_by_block",
        "FALSE",
        "SELECT k.rowid AS place FROM posts k WHERE k.id = ?2",
        "page.place",
        nobody,
        id
    )
}
