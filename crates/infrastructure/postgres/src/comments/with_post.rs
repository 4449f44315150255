//! A post with its first comments, in one statement.

use sqlx::types::chrono::{DateTime, Utc};
use thoughts_domain::Inconsistency;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::comments::{CommentView, PostWithComments};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{PageLimit, PageRequest, TimeKey};
use thoughts_use_cases::posts::PostView;
use thoughts_use_cases::storage::StorageError;

use super::rows::CommentRow;
use crate::connection::Pool;
use crate::errors::storage_error;
use crate::paging::{Order, assemble, positioned};
use crate::posts::PostRow;

/// The post beside the head of the log, or one of its comments: two kinds of rows that share
/// columns, so that the post is not sent again with every comment.
struct Row {
    is_comment: bool,
    position: Option<i64>,
    epoch: Option<String>,
    id: Option<String>,
    author_id: Option<String>,
    handle: Option<String>,
    display_name: Option<String>,
    avatar_url: Option<String>,
    body: Option<String>,
    created_at: Option<DateTime<Utc>>,
    edited_at: Option<DateTime<Utc>>,
    version: Option<i32>,
    like_count: Option<i64>,
    hashtags: Option<Vec<String>>,
    mention_ids: Option<Vec<String>>,
    mention_handles: Option<Vec<Option<String>>>,
    comment_count: Option<i64>,
    repost_count: Option<i64>,
    depth: Option<i16>,
    reply_count: Option<i64>,
    liked: Option<bool>,
    reposted: Option<bool>,
    bookmarked_at: Option<DateTime<Utc>>,
    following: Option<bool>,
    hidden: Option<bool>,
    quoted_post_id: Option<String>,
    quoted_id: Option<String>,
    quoted_author_id: Option<String>,
    quoted_handle: Option<String>,
    quoted_display_name: Option<String>,
    quoted_avatar_url: Option<String>,
    quoted_body: Option<String>,
    quoted_created_at: Option<DateTime<Utc>>,
    quoted_edited_at: Option<DateTime<Utc>>,
    quoted_version: Option<i32>,
}

impl Row {
    fn post(self) -> Result<Option<PostView>, Inconsistency> {
        PostRow {
            position: self.position.unwrap_or_default(),
            epoch: self.epoch.unwrap_or_default(),
            id: self.id,
            author_id: self.author_id,
            handle: self.handle,
            display_name: self.display_name,
            avatar_url: self.avatar_url,
            body: self.body,
            hashtags: self.hashtags,
            mention_ids: self.mention_ids,
            mention_handles: self.mention_handles,
            created_at: self.created_at,
            edited_at: self.edited_at,
            version: self.version,
            comment_count: self.comment_count,
            like_count: self.like_count,
            repost_count: self.repost_count,
            liked: self.liked,
            reposted: self.reposted,
            bookmarked_at: self.bookmarked_at,
            following: self.following,
            hidden: self.hidden,
            quoted_post_id: self.quoted_post_id,
            quoted_id: self.quoted_id,
            quoted_author_id: self.quoted_author_id,
            quoted_handle: self.quoted_handle,
            quoted_display_name: self.quoted_display_name,
            quoted_avatar_url: self.quoted_avatar_url,
            quoted_body: self.quoted_body,
            quoted_created_at: self.quoted_created_at,
            quoted_edited_at: self.quoted_edited_at,
            quoted_version: self.quoted_version,
        }
        .view()
    }

    fn comment(self, post: PostId) -> Result<Option<CommentView>, Inconsistency> {
        CommentRow {
            position: 0,
            epoch: String::new(),
            owner: true,
            id: self.id,
            post_id: Some(post.as_str().to_owned()),
            parent_id: None,
            author_id: self.author_id,
            handle: self.handle,
            display_name: self.display_name,
            avatar_url: self.avatar_url,
            body: self.body,
            depth: self.depth,
            created_at: self.created_at,
            edited_at: self.edited_at,
            version: self.version,
            like_count: self.like_count,
            reply_count: self.reply_count,
            liked: self.liked,
            hidden: self.hidden,
            place: None,
        }
        .view()
    }
}

pub(super) async fn read(
    pool: &Pool,
    post: PostId,
    viewer: Option<UserId>,
    limit: PageLimit,
) -> Result<Positioned<Option<PostWithComments>>, StorageError> {
    let rows = fetch(pool, post, viewer, limit)
        .await
        .map_err(storage_error)?;
    let (mut position, mut epoch) = (0, String::new());
    let mut shown = None;
    let mut comments = Vec::with_capacity(rows.len());
    for row in rows {
        if row.is_comment {
            comments.extend(row.comment(post)?);
        } else {
            position = row.position.unwrap_or_default();
            epoch = row.epoch.clone().unwrap_or_default();
            shown = row.post()?;
        }
    }
    let page = PageRequest::first(limit);
    let comments = assemble(
        comments,
        &page,
        Order::Ascending,
        false,
        |comment: &CommentView| TimeKey {
            at: comment.created_at,
            id: comment.id.raw(),
        },
    );
    let value = shown.map(|post| PostWithComments { post, comments });
    Ok(positioned(position, &epoch, value)?)
}

async fn fetch(
    pool: &Pool,
    post: PostId,
    viewer: Option<UserId>,
    limit: PageLimit,
) -> Result<Vec<Row>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        r#"SELECT false AS "is_comment!", h.position AS "position?", h.epoch AS "epoch?",
               p.id AS "id?", p.author_id AS "author_id?", p.handle AS "handle?",
               p.display_name AS "display_name?", p.avatar_url AS "avatar_url?",
               p.body AS "body?", p.created_at AS "created_at?", p.edited_at AS "edited_at?",
               p.version AS "version?", p.like_count AS "like_count?",
               p.hashtags AS "hashtags?", p.mention_ids AS "mention_ids?",
               p.mention_handles AS "mention_handles?: Vec<Option<String>>",
               p.comment_count AS "comment_count?", p.repost_count AS "repost_count?",
               NULL::smallint AS "depth?", NULL::bigint AS "reply_count?",
               p.liked AS "liked?", p.reposted AS "reposted?",
               p.bookmarked_at AS "bookmarked_at?", p.following AS "following?",
               p.quoted_post_id AS "quoted_post_id?",
               p.quoted_id AS "quoted_id?", p.quoted_author_id AS "quoted_author_id?",
               p.quoted_handle AS "quoted_handle?",
               p.quoted_display_name AS "quoted_display_name?",
               p.quoted_avatar_url AS "quoted_avatar_url?", p.quoted_body AS "quoted_body?",
               p.quoted_created_at AS "quoted_created_at?",
               p.quoted_edited_at AS "quoted_edited_at?", p.quoted_version AS "quoted_version?",
               p.hidden AS "hidden?"
           FROM event_head h LEFT JOIN (
               SELECT p.id, p.author_id, a.handle, a.display_name, a.avatar_url, p.body,
                   p.created_at, p.edited_at, p.version, p.hashtags, p.mention_ids, p.comment_count,
                   p.like_count + CASE WHEN p.has_slots THEN coalesce((
                       SELECT sum(s.likes)::bigint FROM counter_slots s WHERE s.post_id = p.id
                   ), 0) ELSE 0 END AS like_count,
                   p.repost_count + CASE WHEN p.has_slots THEN coalesce((
                       SELECT sum(s.reposts)::bigint FROM counter_slots s WHERE s.post_id = p.id
                   ), 0) ELSE 0 END AS repost_count,
                   CASE WHEN p.mention_ids <> '{}' THEN ARRAY(
                       SELECT (SELECT u.handle FROM users u
                               WHERE u.id = m.id AND u.deleted_at IS NULL)
                       FROM unnest(p.mention_ids) AS m (id)
                   ) END AS mention_handles,
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
                   p.quoted_post_id, o.id AS quoted_id, o.author_id AS quoted_author_id,
                   o.handle AS quoted_handle, o.display_name AS quoted_display_name,
                   o.avatar_url AS quoted_avatar_url, o.body AS quoted_body,
                   o.created_at AS quoted_created_at, o.edited_at AS quoted_edited_at,
                   o.version AS quoted_version,
                   p.hidden_at IS NOT NULL AS hidden
               FROM posts p CROSS JOIN LATERAL (
                   SELECT u.handle, u.display_name, u.avatar_url
                   FROM users u WHERE u.id = p.author_id OFFSET 0
               ) a LEFT JOIN LATERAL (
                   SELECT q.id, q.author_id, w.handle, w.display_name, w.avatar_url, q.body,
                       q.created_at, q.edited_at, q.version
                   FROM posts q JOIN users w ON w.id = q.author_id
                   WHERE q.id = p.quoted_post_id AND q.hidden_at IS NULL AND ($1::text IS NULL OR NOT EXISTS (
                       SELECT FROM hidden_by_block y
                       WHERE y.viewer_id = $1 AND y.user_id = q.author_id)) OFFSET 0
               ) o ON true WHERE p.id = $2 AND ($1::text IS NULL OR NOT EXISTS (
                   SELECT FROM hidden_by_block x
                   WHERE x.viewer_id = $1 AND x.user_id = p.author_id))
                   AND (p.hidden_at IS NULL OR p.author_id = $1
                       OR EXISTS (SELECT FROM moderators m WHERE m.id = $1))
           ) p ON true
           UNION ALL (
               SELECT true, NULL, NULL, c.id, a.id, a.handle, a.display_name, a.avatar_url,
                   CASE WHEN a.id IS NOT NULL THEN c.body END, c.created_at, c.edited_at, c.version,
                   c.like_count, NULL, NULL, NULL, NULL, NULL, c.depth, c.reply_count,
                   CASE WHEN $1::text IS NOT NULL THEN EXISTS (
                       SELECT FROM comment_likes l
                       WHERE l.user_id = $1 AND l.comment_id = c.id OFFSET 0) END,
                   NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                   c.hidden_at IS NOT NULL
               FROM comments c LEFT JOIN LATERAL (
                   SELECT u.id, u.handle, u.display_name, u.avatar_url
                   FROM users u WHERE u.id = c.author_id AND (c.hidden_at IS NULL
                       OR u.id = $1 OR EXISTS (SELECT FROM moderators m WHERE m.id = $1))
                   OFFSET 0
               ) a ON true
               WHERE c.post_id = $2 AND c.parent_id IS NULL
                   AND ($1::text IS NULL OR NOT EXISTS (
                       SELECT FROM hidden_in_lists x
                       WHERE x.viewer_id = $1 AND x.user_id = c.author_id))
               ORDER BY c.created_at, c.id LIMIT $3
           )"#,
        viewer.as_ref().map(UserId::as_str),
        post.as_str(),
        limit.and_one(),
    )
    .fetch_all(pool)
    .await
}
