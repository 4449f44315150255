//! Posts within a unit of work. The writer holds the whole file: to read is to lock.

use async_trait::async_trait;
use thoughts_domain::accounts::Handle;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::posts::{Mentioned, Post, PostBody, SupersededBody};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::UserSummary;
use thoughts_use_cases::posts::{PostRepository, PostView, QuotedPostView};
use thoughts_use_cases::storage::StorageError;

use super::mentions::Handles;
use super::quoted::QuotedRow;
use super::{deletion, hiding, rows};
use crate::accounts::summary;
use crate::convert::{json_names, moment, version};
use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

fn mention_ids(post: &Post) -> String {
    let ids: Vec<_> = post.mentions.iter().map(|m| m.id.as_str()).collect();
    ids.join(" ")
}

impl SqliteUnitOfWork {
    async fn index_hashtags(&mut self, post: &Post, tags: &[String]) -> Result<(), StorageError> {
        if tags.is_empty() {
            return Ok(());
        }
        let tags = json_names(tags.iter().map(String::as_str));
        let (id, created_at) = (post.id.as_str(), post.created_at.as_micros());
        sqlx::query!(
            "INSERT INTO post_hashtags (tag, created_at, post_id)
            SELECT value, ?, ? FROM json_each(?)",
            created_at,
            id,
            tags
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(())
    }
}

#[async_trait]
impl PostRepository for SqliteUnitOfWork {
    async fn insert(&mut self, post: &Post) -> Result<Option<UserSummary>, StorageError> {
        let Some(author) = summary(self.connection(), post.author_id).await? else {
            return Ok(None);
        };
        let (id, author_id) = (post.id.as_str(), post.author_id.as_str());
        let (body, tags) = (post.body.as_str(), post.body.hashtags());
        let (hashtags, mentions) = (tags.join(" "), mention_ids(post));
        let created_at = post.created_at.as_micros();
        let edited_at = post.edited_at.map(Timestamp::as_micros);
        let quoted = post.quoted_post_id.as_ref().map(PostId::as_str);
        sqlx::query!(
            "INSERT INTO posts (id, author_id, body, hashtags, mention_ids, created_at, edited_at,
                version, quoted_post_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            id,
            author_id,
            body,
            hashtags,
            mentions,
            created_at,
            edited_at,
            post.version,
            quoted
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        self.index_hashtags(post, &tags).await?;
        sqlx::query!(
            "UPDATE users SET post_count = post_count + 1 WHERE id = ?",
            author_id
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        Ok(Some(author))
    }

    async fn lock(&mut self, id: PostId) -> Result<Option<Post>, StorageError> {
        let mut read = rows::any(self.connection(), id).await?;
        let handles = Handles::of_rows(self.connection(), &read.found).await?;
        let Some(row) = read.found.pop() else {
            return Ok(None);
        };
        let mentions = handles.of(&row.mention_ids)?.into_iter().map(|mention| {
            Ok(Mentioned {
                id: mention.id,
                handle: Handle::from_storage(mention.handle)?,
            })
        });
        let mentions = mentions.collect::<Result<_, StorageError>>()?;
        let quoted = row.quoted_post_id.as_deref().map(PostId::from_storage);
        Ok(Some(Post {
            id,
            author_id: UserId::from_storage(&row.author_id)?,
            body: PostBody::from_storage(row.body)?,
            mentions,
            quoted_post_id: quoted.transpose()?,
            created_at: Timestamp::from_micros(row.created_at),
            edited_at: moment(row.edited_at),
            version: version("posts.version", row.version)?,
            hidden: row.hidden,
        }))
    }

    async fn lock_to_delete(&mut self, id: PostId) -> Result<Option<Post>, StorageError> {
        self.lock(id).await
    }

    async fn update(
        &mut self,
        post: &Post,
        superseded: &SupersededBody,
    ) -> Result<(), StorageError> {
        let id = post.id.as_str();
        let (old_body, written_at) = (superseded.body.as_str(), superseded.written_at.as_micros());
        sqlx::query!(
            "INSERT INTO post_edits (post_id, version, body, written_at) VALUES (?, ?, ?, ?)",
            id,
            superseded.version,
            old_body,
            written_at
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        let (body, tags) = (post.body.as_str(), post.body.hashtags());
        let (hashtags, mentions) = (tags.join(" "), mention_ids(post));
        let edited_at = post.edited_at.map(Timestamp::as_micros);
        sqlx::query!(
            "UPDATE posts SET body = ?, hashtags = ?, mention_ids = ?, edited_at = ?, version = ?
            WHERE id = ?",
            body,
            hashtags,
            mentions,
            edited_at,
            post.version,
            id
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        sqlx::query!("DELETE FROM post_hashtags WHERE post_id = ?", id)
            .execute(self.connection())
            .await
            .map_err(failure)?;
        self.index_hashtags(post, &tags).await
    }

    async fn set_hidden(&mut self, post: &Post, now: Timestamp) -> Result<(), StorageError> {
        if hiding::set(self.connection(), post, now).await? && !post.hidden {
            self.index_hashtags(post, &post.body.hashtags()).await?;
        }
        Ok(())
    }

    async fn delete(&mut self, post: &Post) -> Result<(), StorageError> {
        deletion::remove(self.connection(), post.id).await?;
        Ok(())
    }

    async fn of_author(&mut self, author: UserId, limit: u32) -> Result<Vec<PostId>, StorageError> {
        deletion::of_author(self.connection(), author, limit).await
    }

    async fn delete_some(&mut self, id: PostId, limit: u32) -> Result<u32, StorageError> {
        let standing = deletion::standing(self.connection(), id, limit).await?;
        if standing > limit {
            return deletion::thin_out(self.connection(), id, limit).await;
        }
        Ok(standing + deletion::remove(self.connection(), id).await?)
    }

    async fn quotable(
        &mut self,
        id: PostId,
        author: UserId,
    ) -> Result<Option<QuotedPostView>, StorageError> {
        let (id, author) = (id.as_str(), author.as_str());
        let row = sqlx::query_as!(
            QuotedRow,
            r#"SELECT q.id AS "id?: String", q.author_id, w.handle, w.display_name AS name,
                w.avatar_url AS avatar, q.body, q.created_at, q.edited_at, q.version
            FROM posts q JOIN users w ON w.id = q.author_id
            WHERE q.id = ?2 AND q.hidden_at IS NULL AND NOT EXISTS (SELECT 1 FROM hidden_by_block x
                WHERE x.viewer_id = ?1 AND x.user_id = q.author_id)"#,
            author,
            id
        )
        .fetch_optional(self.connection())
        .await
        .map_err(failure)?;
        let view = row.map(QuotedRow::view).transpose()?;
        Ok(view.flatten())
    }

    async fn view(
        &mut self,
        id: PostId,
        viewer: Option<UserId>,
    ) -> Result<Option<PostView>, StorageError> {
        let mut read = rows::by_id(self.connection(), id, viewer).await?;
        let handles = Handles::of_rows(self.connection(), &read.found).await?;
        Ok(read.found.pop().map(|row| row.view(&handles)).transpose()?)
    }
}
