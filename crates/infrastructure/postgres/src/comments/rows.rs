//! Rows of comments.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::comments::{Comment, CommentBody};
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_use_cases::comments::{CommentView, CommentViewer};

use crate::accounts::summary;
use crate::convert::{moment, number, present};

/// A comment beside the head of the log and what the list belongs to; all but the head is null
/// when there is none.
pub(super) struct CommentRow {
    pub(super) position: i64,
    pub(super) epoch: String,
    /// Whether the post, comment or user that the list belongs to is there.
    pub(super) owner: bool,
    pub(super) id: Option<String>,
    pub(super) post_id: Option<String>,
    pub(super) parent_id: Option<String>,
    pub(super) author_id: Option<String>,
    pub(super) handle: Option<String>,
    pub(super) display_name: Option<String>,
    pub(super) avatar_url: Option<String>,
    pub(super) body: Option<String>,
    pub(super) depth: Option<i16>,
    pub(super) created_at: Option<DateTime<Utc>>,
    pub(super) edited_at: Option<DateTime<Utc>>,
    pub(super) version: Option<i32>,
    pub(super) like_count: Option<i64>,
    pub(super) reply_count: Option<i64>,
    /// Whether the viewer likes it; null for nobody in particular.
    pub(super) liked: Option<bool>,
    pub(super) hidden: Option<bool>,
    /// The place in a ranking.
    pub(super) place: Option<i64>,
}

impl CommentRow {
    pub(super) fn view(self) -> Result<Option<CommentView>, Inconsistency> {
        let Some(id) = self.id else { return Ok(None) };
        let deleted = self.author_id.is_none();
        let author = match self.author_id {
            None => None,
            Some(author) => Some(summary(
                &author,
                present(self.handle, "users.handle")?,
                present(self.display_name, "users.display_name")?,
                self.avatar_url,
            )?),
        };
        Ok(Some(CommentView {
            id: CommentId::from_storage(&id)?,
            post_id: PostId::from_storage(&present(self.post_id, "comments.post_id")?)?,
            parent_id: self
                .parent_id
                .as_deref()
                .map(CommentId::from_storage)
                .transpose()?,
            author,
            body: self.body,
            depth: number(self.depth.unwrap_or_default(), "comments.depth")?,
            created_at: moment(present(self.created_at, "comments.created_at")?),
            edited_at: self.edited_at.map(moment),
            version: number(self.version.unwrap_or_default(), "comments.version")?,
            like_count: number(self.like_count.unwrap_or_default(), "comments.like_count")?,
            reply_count: number(self.reply_count.unwrap_or_default(), "comments.reply_count")?,
            viewer: self.liked.map(|liked| CommentViewer { liked }),
            deleted,
            hidden: self.hidden.unwrap_or_default(),
        }))
    }
}

/// Every read of comments for the viewer `$1`: the head of the log, `$owner` (a subquery of one row:
/// the list's post, comment or user), and the rows of `$from` and `$rest`, which name the table
/// `c`, from one snapshot, without those whose authors are in the view `$hidden` for him; a
/// tombstone has none. What a moderator has hidden is a tombstone to all but its author and
/// moderators. The head is there even when no row is. OFFSET 0 keeps the planner from turning the
/// look-up of each author into a join over all users.
macro_rules! comment_rows {
    ($hidden:literal, $owner:tt, $from:tt, $place:tt, $rest:tt, $viewer:expr $(, $argument:expr)*) => {
        sqlx::query_as!(
            $crate::comments::rows::CommentRow,
            r#"SELECT h.position AS "position!", h.epoch AS "epoch!", (o.id IS NOT NULL) AS "owner!",
                   f.id AS "id?", f.post_id AS "post_id?", f.parent_id AS "parent_id?",
                   f.author_id AS "author_id?", f.handle AS "handle?",
                   f.display_name AS "display_name?", f.avatar_url AS "avatar_url?",
                   f.body AS "body?", f.depth AS "depth?", f.created_at AS "created_at?",
                   f.edited_at AS "edited_at?", f.version AS "version?",
                   f.like_count AS "like_count?", f.reply_count AS "reply_count?",
                   f.hidden AS "hidden?", f.liked AS "liked?", f.place AS "place?"
               FROM event_head h LEFT JOIN ("# + $owner + r#") o ON true
               LEFT JOIN (
                   SELECT c.id, c.post_id, c.parent_id, a.id AS author_id, a.handle,
                       a.display_name, a.avatar_url,
                       CASE WHEN a.id IS NOT NULL THEN c.body END AS body, c.depth, c.created_at,
                       c.edited_at, c.version, c.like_count, c.reply_count,
                       c.hidden_at IS NOT NULL AS hidden,
                       CASE WHEN $1::text IS NOT NULL THEN EXISTS (
                           SELECT FROM comment_likes l
                           WHERE l.user_id = $1 AND l.comment_id = c.id OFFSET 0
                       ) END AS liked, "# + $place + " AS place
                   FROM " + $from + " LEFT JOIN LATERAL (
                       SELECT u.id, u.handle, u.display_name, u.avatar_url
                       FROM users u WHERE u.id = c.author_id AND (c.hidden_at IS NULL
                           OR u.id = $1 OR EXISTS (SELECT FROM moderators m WHERE m.id = $1))
                       OFFSET 0
                   ) a ON true WHERE ($1::text IS NULL OR NOT EXISTS (
                       SELECT FROM " + $hidden + " x
                       WHERE x.viewer_id = $1 AND x.user_id = c.author_id
                   )) AND " + $rest + ") f ON o.id IS NOT NULL",
            $viewer.as_ref().map(thoughts_domain::ids::UserId::as_str) $(, $argument)*
        )
    };
}

pub(super) use comment_rows;

/// A live comment.
pub(super) struct LiveCommentRow {
    pub(super) id: String,
    pub(super) post_id: String,
    pub(super) parent_id: Option<String>,
    pub(super) author_id: String,
    pub(super) body: String,
    pub(super) depth: i16,
    pub(super) created_at: DateTime<Utc>,
    pub(super) edited_at: Option<DateTime<Utc>>,
    pub(super) version: i32,
    pub(super) hidden: bool,
}

impl TryFrom<LiveCommentRow> for Comment {
    type Error = Inconsistency;

    fn try_from(row: LiveCommentRow) -> Result<Self, Inconsistency> {
        Ok(Self {
            id: CommentId::from_storage(&row.id)?,
            post_id: PostId::from_storage(&row.post_id)?,
            parent_id: row
                .parent_id
                .as_deref()
                .map(CommentId::from_storage)
                .transpose()?,
            author_id: UserId::from_storage(&row.author_id)?,
            body: CommentBody::from_storage(row.body)?,
            depth: number(row.depth, "comments.depth")?,
            created_at: moment(row.created_at),
            edited_at: row.edited_at.map(moment),
            version: number(row.version, "comments.version")?,
            hidden: row.hidden,
        })
    }
}
