//! Rows of posts.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::accounts::Handle;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::posts::{Mentioned, Post, PostBody};
use thoughts_use_cases::posts::{PostView, PostViewer};

use super::mentions::mentions;
use super::quoted::QuotedRow;
use crate::accounts::summary;
use crate::convert::{moment, number, present};

/// A post beside the head of the log; all but the head is null when there is none.
pub(crate) struct PostRow {
    pub(crate) position: i64,
    pub(crate) epoch: String,
    pub(crate) id: Option<String>,
    pub(crate) author_id: Option<String>,
    pub(crate) handle: Option<String>,
    pub(crate) display_name: Option<String>,
    pub(crate) avatar_url: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) hashtags: Option<Vec<String>>,
    pub(crate) mention_ids: Option<Vec<String>>,
    /// In the order of `mention_ids`, null for who has gone; null as a whole when nobody is
    /// mentioned.
    pub(crate) mention_handles: Option<Vec<Option<String>>>,
    pub(crate) created_at: Option<DateTime<Utc>>,
    pub(crate) edited_at: Option<DateTime<Utc>>,
    pub(crate) version: Option<i32>,
    pub(crate) comment_count: Option<i64>,
    pub(crate) like_count: Option<i64>,
    pub(crate) repost_count: Option<i64>,
    /// What it quotes, and that post where it is there for the viewer.
    pub(crate) quoted_post_id: Option<String>,
    pub(crate) quoted_id: Option<String>,
    pub(crate) quoted_author_id: Option<String>,
    pub(crate) quoted_handle: Option<String>,
    pub(crate) quoted_display_name: Option<String>,
    pub(crate) quoted_avatar_url: Option<String>,
    pub(crate) quoted_body: Option<String>,
    pub(crate) quoted_created_at: Option<DateTime<Utc>>,
    pub(crate) quoted_edited_at: Option<DateTime<Utc>>,
    pub(crate) quoted_version: Option<i32>,
    /// What the viewer has done; all of it null for nobody in particular.
    pub(crate) liked: Option<bool>,
    pub(crate) reposted: Option<bool>,
    pub(crate) bookmarked_at: Option<DateTime<Utc>>,
    pub(crate) following: Option<bool>,
    pub(crate) hidden: Option<bool>,
}

impl PostRow {
    fn viewer(&self) -> Option<PostViewer> {
        Some(PostViewer {
            liked: self.liked?,
            reposted: self.reposted?,
            bookmarked: self.bookmarked_at.is_some(),
            following: self.following?,
        })
    }

    pub(crate) fn view(self) -> Result<Option<PostView>, Inconsistency> {
        let viewer = self.viewer();
        let quoted = QuotedRow {
            id: self.quoted_id,
            author_id: self.quoted_author_id,
            handle: self.quoted_handle,
            display_name: self.quoted_display_name,
            avatar_url: self.quoted_avatar_url,
            body: self.quoted_body,
            created_at: self.quoted_created_at,
            edited_at: self.quoted_edited_at,
            version: self.quoted_version,
        };
        let quoted_post_id = self.quoted_post_id.as_deref().map(PostId::from_storage);
        let Some(id) = self.id else { return Ok(None) };
        Ok(Some(PostView {
            id: PostId::from_storage(&id)?,
            author: summary(
                &present(self.author_id, "posts.author_id")?,
                present(self.handle, "users.handle")?,
                present(self.display_name, "users.display_name")?,
                self.avatar_url,
            )?,
            body: present(self.body, "posts.body")?,
            created_at: moment(present(self.created_at, "posts.created_at")?),
            edited_at: self.edited_at.map(moment),
            version: number(self.version.unwrap_or_default(), "posts.version")?,
            comment_count: number(
                self.comment_count.unwrap_or_default(),
                "posts.comment_count",
            )?,
            like_count: number(self.like_count.unwrap_or_default(), "posts.like_count")?,
            repost_count: number(self.repost_count.unwrap_or_default(), "posts.repost_count")?,
            hashtags: self.hashtags.unwrap_or_default(),
            mentions: mentions(self.mention_ids, self.mention_handles)?,
            quoted_post_id: quoted_post_id.transpose()?,
            quoted_post: quoted.view()?,
            viewer,
            hidden: self.hidden.unwrap_or_default(),
        }))
    }
}

/// Every read of posts for the viewer `$1`: the head of the log beside the rows of `$source`, which
/// names the table `p`, from one snapshot, without those whose authors are in the view `$hidden`
/// for him, and as if those whom they quote were not there either; and without what a moderator has
/// hidden: from a list for everybody, from the view of one post for all but its author and
/// moderators. The head is there even when no row is. OFFSET 0 keeps the planner from turning the
/// look-up of each author into a join over all users. Whom a post mentions is looked up only where
/// it mentions somebody, and slots only where a post is marked to have any. What the viewer has done
/// is looked up row by row (OFFSET 0 again): the planner would otherwise read all that he ever liked.
macro_rules! post_rows {
    ("hidden_in_lists", $($rest:tt)+) => {
        post_rows!(@shown "p.hidden_at IS NULL", "hidden_in_lists", $($rest)+)
    };
    ("hidden_by_block", $($rest:tt)+) => {
        post_rows!(
            @shown "(p.hidden_at IS NULL OR p.author_id = $1
                 OR EXISTS (SELECT FROM moderators m WHERE m.id = $1))",
            "hidden_by_block",
            $($rest)+
        )
    };
    (@shown $shown:literal, $hidden:literal, $source:tt, $viewer:expr $(, $argument:expr)*) => {
        sqlx::query_as!(
            $crate::posts::rows::PostRow,
            r#"SELECT h.position AS "position!", h.epoch AS "epoch!", f.id AS "id?",
                   f.author_id AS "author_id?", f.handle AS "handle?",
                   f.display_name AS "display_name?", f.avatar_url AS "avatar_url?",
                   f.body AS "body?", f.hashtags AS "hashtags?", f.mention_ids AS "mention_ids?",
                   f.mention_handles AS "mention_handles?: Vec<Option<String>>",
                   f.created_at AS "created_at?", f.edited_at AS "edited_at?",
                   f.version AS "version?", f.comment_count AS "comment_count?",
                   f.like_count AS "like_count?", f.repost_count AS "repost_count?",
                   f.quoted_post_id AS "quoted_post_id?", f.quoted_id AS "quoted_id?",
                   f.quoted_author_id AS "quoted_author_id?", f.quoted_handle AS "quoted_handle?",
                   f.quoted_display_name AS "quoted_display_name?",
                   f.quoted_avatar_url AS "quoted_avatar_url?", f.quoted_body AS "quoted_body?",
                   f.quoted_created_at AS "quoted_created_at?",
                   f.quoted_edited_at AS "quoted_edited_at?",
                   f.quoted_version AS "quoted_version?",
                   f.liked AS "liked?", f.reposted AS "reposted?",
                   f.bookmarked_at AS "bookmarked_at?", f.following AS "following?",
                   f.hidden AS "hidden?"
               FROM event_head h LEFT JOIN (
                   SELECT p.id, p.author_id, a.handle, a.display_name, a.avatar_url, p.body,
                       p.hashtags, p.mention_ids, CASE WHEN p.mention_ids <> '{}' THEN ARRAY(
                           SELECT (SELECT u.handle FROM users u
                                   WHERE u.id = m.id AND u.deleted_at IS NULL)
                           FROM unnest(p.mention_ids) AS m (id)
                       ) END AS mention_handles, p.created_at, p.edited_at, p.version,
                       p.comment_count, p.like_count + CASE WHEN p.has_slots THEN coalesce((
                           SELECT sum(s.likes)::bigint FROM counter_slots s WHERE s.post_id = p.id
                       ), 0) ELSE 0 END AS like_count,
                       p.repost_count + CASE WHEN p.has_slots THEN coalesce((
                           SELECT sum(s.reposts)::bigint FROM counter_slots s WHERE s.post_id = p.id
                       ), 0) ELSE 0 END AS repost_count,
                       p.quoted_post_id, o.id AS quoted_id, o.author_id AS quoted_author_id,
                       o.handle AS quoted_handle, o.display_name AS quoted_display_name,
                       o.avatar_url AS quoted_avatar_url, o.body AS quoted_body,
                       o.created_at AS quoted_created_at, o.edited_at AS quoted_edited_at,
                       o.version AS quoted_version,
                       CASE WHEN $1::text IS NOT NULL THEN EXISTS (
                           SELECT FROM post_likes l
                           WHERE l.user_id = $1 AND l.post_id = p.id OFFSET 0) END AS liked,
                       CASE WHEN $1::text IS NOT NULL THEN EXISTS (
                           SELECT FROM reposts s
                           WHERE s.user_id = $1 AND s.post_id = p.id OFFSET 0) END AS reposted,
                       (SELECT b.created_at FROM bookmarks b
                        WHERE b.user_id = $1 AND b.post_id = p.id) AS bookmarked_at,
                       CASE WHEN $1::text IS NOT NULL THEN EXISTS (
                           SELECT FROM follows w
                           WHERE w.follower_id = $1 AND w.followed_id = p.author_id OFFSET 0
                       ) END AS following,
                       p.hidden_at IS NOT NULL AS hidden
                   FROM posts p CROSS JOIN LATERAL (
                       SELECT u.handle, u.display_name, u.avatar_url
                       FROM users u WHERE u.id = p.author_id OFFSET 0
                   ) a LEFT JOIN LATERAL (
                       SELECT q.id, q.author_id, w.handle, w.display_name, w.avatar_url, q.body,
                           q.created_at, q.edited_at, q.version
                       FROM posts q JOIN users w ON w.id = q.author_id
                       WHERE q.id = p.quoted_post_id AND q.hidden_at IS NULL AND ($1::text IS NULL OR NOT EXISTS (
                           SELECT FROM "# + $hidden + " y
                           WHERE y.viewer_id = $1 AND y.user_id = q.author_id)) OFFSET 0
                   ) o ON true WHERE ($1::text IS NULL OR NOT EXISTS (
                       SELECT FROM " + $hidden + " x
                       WHERE x.viewer_id = $1 AND x.user_id = p.author_id
                   )) AND " + $shown + " AND " + $source + ") f ON true",
            $viewer.as_ref().map(thoughts_domain::ids::UserId::as_str) $(, $argument)*
        )
    };
}

pub(super) use post_rows;

/// A post to be changed.
pub(super) struct LockedPostRow {
    pub(super) id: String,
    pub(super) author_id: String,
    pub(super) body: String,
    pub(super) created_at: DateTime<Utc>,
    pub(super) edited_at: Option<DateTime<Utc>>,
    pub(super) version: i32,
    pub(super) hidden: bool,
    pub(super) mentioned_ids: Vec<String>,
    pub(super) mentioned_handles: Vec<String>,
    pub(super) quoted_post_id: Option<String>,
}

/// A post with whom it mentions, where the last piece says which and how it is locked.
macro_rules! locked_post {
    ($which:literal $(, $argument:expr)*) => {
        sqlx::query_as!(
            $crate::posts::rows::LockedPostRow,
            r#"SELECT p.id, p.author_id, p.body, p.created_at, p.edited_at, p.version,
                   p.quoted_post_id, p.hidden_at IS NOT NULL AS "hidden!",
                   m.ids AS "mentioned_ids!", m.handles AS "mentioned_handles!"
               FROM posts p CROSS JOIN LATERAL (
                   SELECT coalesce(array_agg(u.id ORDER BY t.place), '{}') AS ids,
                       coalesce(array_agg(u.handle ORDER BY t.place), '{}') AS handles
                   FROM unnest(p.mention_ids) WITH ORDINALITY AS t (id, place)
                   CROSS JOIN LATERAL (
                       SELECT u.id, u.handle FROM users u
                       WHERE u.id = t.id AND u.deleted_at IS NULL OFFSET 0
                   ) u
               ) m "# + $which,
            $($argument),*
        )
    };
}

pub(super) use locked_post;

impl TryFrom<LockedPostRow> for Post {
    type Error = Inconsistency;

    fn try_from(row: LockedPostRow) -> Result<Self, Inconsistency> {
        let mentions = row.mentioned_ids.iter().zip(row.mentioned_handles);
        let quoted_post_id = row.quoted_post_id.as_deref().map(PostId::from_storage);
        Ok(Self {
            id: PostId::from_storage(&row.id)?,
            author_id: UserId::from_storage(&row.author_id)?,
            body: PostBody::from_storage(row.body)?,
            mentions: mentions
                .map(|(id, handle)| {
                    Ok(Mentioned {
                        id: UserId::from_storage(id)?,
                        handle: Handle::from_storage(handle)?,
                    })
                })
                .collect::<Result<_, Inconsistency>>()?,
            quoted_post_id: quoted_post_id.transpose()?,
            created_at: moment(row.created_at),
            edited_at: row.edited_at.map(moment),
            version: number(row.version, "posts.version")?,
            hidden: row.hidden,
        })
    }
}
