//! Posts within a unit of work.

use async_trait::async_trait;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::posts::{Post, SupersededBody};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::UserSummary;
use thoughts_use_cases::posts::{PostRepository, PostView, QuotedPostView};
use thoughts_use_cases::storage::StorageError;

use super::quoted::QuotedRow;
use super::rows::{locked_post, post_rows};
use super::{deletion, hiding};
use crate::accounts::summary;
use crate::convert::{at, version};
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

#[async_trait]
impl PostRepository for PostgresUnitOfWork {
    async fn insert(&mut self, post: &Post) -> Result<Option<UserSummary>, StorageError> {
        let author = sqlx::query!(
            r#"WITH author AS (
                   UPDATE users SET post_count = post_count + 1
                   WHERE id = $2 AND deleted_at IS NULL
                   RETURNING id, handle, display_name, avatar_url
               ), post AS (
                   INSERT INTO posts (id, author_id, body, hashtags, mention_ids, created_at,
                       edited_at, version, quoted_post_id)
                   SELECT $1, id, $3, $4, $5, $6, $7, $8, $9 FROM author
                   RETURNING id, created_at
               ), tags AS (
                   INSERT INTO post_hashtags (tag, created_at, post_id)
                   SELECT tag, post.created_at, post.id FROM post, unnest($4) AS tag
               )
               SELECT id, handle, display_name, avatar_url FROM author"#,
            post.id.as_str(),
            post.author_id.as_str(),
            post.body.as_str(),
            &post.body.hashtags(),
            &mention_ids(post),
            at(post.created_at),
            post.edited_at.map(at),
            version(post.version),
            post.quoted_post_id.as_ref().map(PostId::as_str),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        let author = author
            .map(|row| summary(&row.id, row.handle, row.display_name, row.avatar_url))
            .transpose()?;
        Ok(author)
    }

    async fn lock(&mut self, id: PostId) -> Result<Option<Post>, StorageError> {
        // What others hold of a post while they react to it (KEY SHARE) does not wait for this.
        let row = locked_post!("WHERE p.id = $1 FOR NO KEY UPDATE OF p", id.as_str())
            .fetch_optional(self.connection())
            .await
            .map_err(storage_error)?;
        Ok(row.map(Post::try_from).transpose()?)
    }

    async fn lock_to_delete(&mut self, id: PostId) -> Result<Option<Post>, StorageError> {
        let row = locked_post!("WHERE p.id = $1 FOR UPDATE OF p", id.as_str())
            .fetch_optional(self.connection())
            .await
            .map_err(storage_error)?;
        Ok(row.map(Post::try_from).transpose()?)
    }

    async fn update(
        &mut self,
        post: &Post,
        superseded: &SupersededBody,
    ) -> Result<(), StorageError> {
        sqlx::query!(
            "WITH post AS (
                 UPDATE posts SET body = $2, hashtags = $3, mention_ids = $4, edited_at = $5,
                     version = $6
                 WHERE id = $1 RETURNING id, created_at
             ), dropped AS (
                 DELETE FROM post_hashtags WHERE post_id = $1 AND tag <> ALL ($3)
             ), tagged AS (
                 INSERT INTO post_hashtags (tag, created_at, post_id)
                 SELECT tag, post.created_at, post.id FROM post, unnest($3) AS tag
                 ON CONFLICT DO NOTHING
             )
             INSERT INTO post_edits (post_id, version, body, written_at)
             SELECT id, $7, $8, $9 FROM post",
            post.id.as_str(),
            post.body.as_str(),
            &post.body.hashtags(),
            &mention_ids(post),
            post.edited_at.map(at),
            version(post.version),
            version(superseded.version),
            superseded.body.as_str(),
            at(superseded.written_at),
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn set_hidden(&mut self, post: &Post, now: Timestamp) -> Result<(), StorageError> {
        if post.hidden {
            hiding::hide(self.connection(), post, now).await
        } else {
            hiding::unhide(self.connection(), post).await
        }
    }

    async fn delete(&mut self, post: &Post) -> Result<(), StorageError> {
        deletion::remove(self.connection(), post.id).await
    }

    async fn of_author(&mut self, author: UserId, limit: u32) -> Result<Vec<PostId>, StorageError> {
        deletion::of_author(self.connection(), author, limit).await
    }

    async fn delete_some(&mut self, id: PostId, limit: u32) -> Result<u32, StorageError> {
        let Some(standing) = deletion::lock_and_count(self.connection(), id, limit).await? else {
            return Ok(0);
        };
        if standing > limit {
            return deletion::thin_out(self.connection(), id, limit).await;
        }
        deletion::remove(self.connection(), id).await?;
        Ok(standing + 1)
    }

    async fn quotable(
        &mut self,
        id: PostId,
        author: UserId,
    ) -> Result<Option<QuotedPostView>, StorageError> {
        let row = sqlx::query_as!(
            QuotedRow,
            r#"SELECT q.id AS "id?", q.author_id AS "author_id?", w.handle AS "handle?",
                   w.display_name AS "display_name?", w.avatar_url, q.body AS "body?",
                   q.created_at AS "created_at?", q.edited_at, q.version AS "version?"
               FROM posts q JOIN users w ON w.id = q.author_id
               WHERE q.id = $2 AND q.hidden_at IS NULL AND NOT EXISTS (SELECT FROM hidden_by_block x
                   WHERE x.viewer_id = $1 AND x.user_id = q.author_id)"#,
            author.as_str(),
            id.as_str(),
        )
        .fetch_optional(self.connection())
        .await
        .map_err(storage_error)?;
        let view = row.map(QuotedRow::view).transpose()?;
        Ok(view.flatten())
    }

    async fn view(
        &mut self,
        id: PostId,
        viewer: Option<UserId>,
    ) -> Result<Option<PostView>, StorageError> {
        let rows = post_rows!("hidden_by_block", "p.id = $2", viewer, id.as_str())
            .fetch_all(self.connection())
            .await
            .map_err(storage_error)?;
        let mut view = None;
        for row in rows {
            view = row.view()?;
        }
        Ok(view)
    }
}

fn mention_ids(post: &Post) -> Vec<String> {
    let ids = post.mentions.iter();
    ids.map(|mentioned| mentioned.id.as_str().to_owned())
        .collect()
}
