//! A post with its first comments, in one statement; one more when the post mentions anybody.

use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::comments::{CommentView, PostWithComments};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Order, Page, PageLimit, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::rows::CommentRow;
use crate::errors::failure;
use crate::posts::PostRow;
use crate::snapshot::Snapshot;
use crate::store::SqliteStorage;

/// The post beside the head of the log, or one of its comments.
struct Row {
    is_comment: bool,
    epoch: String,
    position: i64,
    id: Option<String>,
    body: Option<String>,
    created_at: i64,
    edited_at: Option<i64>,
    version: i64,
    like_count: i64,
    author_id: Option<String>,
    author_handle: String,
    author_name: String,
    author_avatar: Option<String>,
    hashtags: String,
    mention_ids: String,
    comment_count: i64,
    repost_count: i64,
    reply_count: i64,
    liked: Option<bool>,
    reposted: Option<bool>,
    bookmarked_at: Option<i64>,
    following: Option<bool>,
    hidden: bool,
    quoted_post_id: Option<String>,
    quoted_id: Option<String>,
    quoted_author_id: String,
    quoted_handle: String,
    quoted_name: String,
    quoted_avatar: Option<String>,
    quoted_body: String,
    quoted_created_at: i64,
    quoted_edited_at: Option<i64>,
    quoted_version: i64,
}

impl Row {
    fn post(self) -> PostRow {
        PostRow {
            epoch: self.epoch,
            position: self.position,
            follows: false,
            id: self.id,
            body: self.body.unwrap_or_default(),
            hashtags: self.hashtags,
            mention_ids: self.mention_ids,
            created_at: self.created_at,
            edited_at: self.edited_at,
            version: self.version,
            comment_count: self.comment_count,
            like_count: self.like_count,
            repost_count: self.repost_count,
            author_id: self.author_id.unwrap_or_default(),
            author_handle: self.author_handle,
            author_name: self.author_name,
            author_avatar: self.author_avatar,
            liked: self.liked,
            reposted: self.reposted,
            bookmarked_at: self.bookmarked_at,
            following: self.following,
            hidden: self.hidden,
            quoted_post_id: self.quoted_post_id,
            quoted_id: self.quoted_id,
            quoted_author_id: self.quoted_author_id,
            quoted_handle: self.quoted_handle,
            quoted_name: self.quoted_name,
            quoted_avatar: self.quoted_avatar,
            quoted_body: self.quoted_body,
            quoted_created_at: self.quoted_created_at,
            quoted_edited_at: self.quoted_edited_at,
            quoted_version: self.quoted_version,
        }
    }

    fn comment(self, post: PostId) -> CommentRow {
        CommentRow {
            epoch: self.epoch,
            position: self.position,
            follows: false,
            subject: None,
            rank: 0,
            id: self.id,
            post_id: post.as_str().to_owned(),
            parent_id: None,
            body: self.body,
            depth: 0,
            created_at: self.created_at,
            edited_at: self.edited_at,
            version: self.version,
            like_count: self.like_count,
            reply_count: self.reply_count,
            hidden: self.hidden,
            author_id: self.author_id,
            author_handle: self.author_handle,
            author_name: self.author_name,
            author_avatar: self.author_avatar,
            liked: self.liked,
        }
    }
}

impl SqliteStorage {
    pub(super) async fn post_with_comments(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        limit: PageLimit,
    ) -> Result<Positioned<Option<PostWithComments>>, StorageError> {
        let rows = self.fetch(post, viewer, limit).await.map_err(failure)?;
        let (comments, head): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.is_comment);
        let head = head.into_iter().map(Row::post).collect();
        let mut read: Snapshot<PostRow> = Snapshot::of(head)?;
        let Some(shown) = self.post_views(&mut read).await?.pop() else {
            return Ok(read.positioned(None));
        };
        let comments = comments.into_iter().map(|row| row.comment(post).view());
        let mut comments = comments.collect::<Result<Vec<_>, _>>()?;
        let key = |view: &CommentView| TimeKey {
            at: view.created_at,
            id: view.id.raw(),
        };
        // The page was walked in order, but SQL promises none to what joins it.
        comments.sort_by_key(key);
        let comments = Page::assemble(
            comments,
            &PageRequest::first(limit),
            Order::Ascending,
            false,
            key,
        );
        Ok(read.positioned(Some(PostWithComments {
            post: shown,
            comments,
        })))
    }

    async fn fetch(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        limit: PageLimit,
    ) -> Result<Vec<Row>, sqlx::Error> {
        let who = viewer.as_ref().map(UserId::as_str);
        let (post, limit) = (post.as_str(), limit.and_one());
        sqlx::query_as!(
            Row,
            r#"SELECT FALSE AS "is_comment!: bool", h.epoch AS "epoch!: String",
                h.position AS "position!: i64", p.id AS "id?: String", p.body AS "body?: String",
                coalesce(p.created_at, 0) AS "created_at!: i64", p.edited_at AS "edited_at?: i64",
                coalesce(p.version, 0) AS "version!: i64",
                coalesce(p.like_count, 0) AS "like_count!: i64", u.id AS "author_id?: String",
                coalesce(u.handle, '') AS "author_handle!: String",
                coalesce(u.display_name, '') AS "author_name!: String",
                u.avatar_url AS "author_avatar?: String",
                coalesce(p.hashtags, '') AS "hashtags!: String",
                coalesce(p.mention_ids, '') AS "mention_ids!: String",
                coalesce(p.comment_count, 0) AS "comment_count!: i64",
                coalesce(p.repost_count, 0) AS "repost_count!: i64", 0 AS "reply_count!: i64",
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
                coalesce(q.version, 0) AS "quoted_version!: i64",
                p.hidden_at IS NOT NULL AS "hidden!: bool"
            FROM event_head h LEFT JOIN posts p ON p.id = ?2
                AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_by_block x
                    WHERE x.viewer_id = ?1 AND x.user_id = p.author_id))
                AND (p.hidden_at IS NULL OR p.author_id = ?1
                    OR EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?1))
            LEFT JOIN users u ON u.id = p.author_id
            LEFT JOIN posts q ON q.id = p.quoted_post_id AND q.hidden_at IS NULL AND (?1 IS NULL OR NOT EXISTS (
                SELECT 1 FROM hidden_by_block y
                WHERE y.viewer_id = ?1 AND y.user_id = q.author_id))
            LEFT JOIN users w ON w.id = q.author_id
            UNION ALL
            SELECT TRUE, '', 0, c.id, CASE WHEN u.id IS NOT NULL THEN c.body END, c.created_at,
                c.edited_at, c.version, c.like_count, u.id, coalesce(u.handle, ''),
                coalesce(u.display_name, ''), u.avatar_url, '', '', 0, 0, c.reply_count,
                CASE WHEN ?1 IS NOT NULL THEN EXISTS (SELECT 1 FROM comment_likes l
                    WHERE l.user_id = ?1 AND l.comment_id = c.id) END, NULL, NULL, NULL, NULL, NULL,
                '', '', '', NULL, '', 0, NULL, 0, c.hidden_at IS NOT NULL
            FROM (SELECT k.rowid AS place FROM comments k
                  WHERE k.post_id = ?2 AND k.parent_id IS NULL
                      AND (?1 IS NULL OR NOT EXISTS (SELECT 1 FROM hidden_in_lists x
                          WHERE x.viewer_id = ?1 AND x.user_id = k.author_id))
                  ORDER BY k.created_at, k.id LIMIT ?3) page
            JOIN comments c ON c.rowid = page.place LEFT JOIN users u ON u.id = c.author_id
                AND (c.hidden_at IS NULL OR u.id = ?1
                    OR EXISTS (SELECT 1 FROM moderators m WHERE m.id = ?1))"#,
            who,
            post,
            limit
        )
        .fetch_all(&self.readers)
        .await
    }
}
