//! Keeping what things are found by, within a unit of work.

use async_trait::async_trait;
use thoughts_domain::discovery::names;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::discovery::SearchRepository;
use thoughts_use_cases::storage::StorageError;

use super::terms::document;
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

#[async_trait]
impl SearchRepository for PostgresUnitOfWork {
    async fn index_posts(&mut self, posts: &[PostId]) -> Result<(), StorageError> {
        let ids: Vec<String> = posts.iter().map(ToString::to_string).collect();
        // Held, so that none is deleted before what it is found by is written.
        let found = sqlx::query!(
            "SELECT id, body FROM posts WHERE id = ANY ($1) AND hidden_at IS NULL ORDER BY id FOR KEY SHARE",
            &ids,
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let documents: Vec<String> = found.iter().map(|post| document(&post.body)).collect();
        let shown: Vec<String> = found.into_iter().map(|post| post.id).collect();
        sqlx::query!(
            "WITH hidden AS (
                 DELETE FROM post_search s USING posts p
                 WHERE s.post_id = ANY ($3) AND p.id = s.post_id AND p.hidden_at IS NOT NULL
             )
             INSERT INTO post_search (post_id, author_id, created_at, words)
             SELECT p.id, p.author_id, p.created_at, d.words::tsvector
             FROM unnest($1::text[], $2::text[]) AS d (id, words) JOIN posts p ON p.id = d.id
             ON CONFLICT (post_id) DO UPDATE SET words = excluded.words",
            &shown,
            &documents,
            &ids,
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn index_users(&mut self, users: &[UserId]) -> Result<(), StorageError> {
        let ids: Vec<String> = users.iter().map(ToString::to_string).collect();
        // Held: whoever is erased gives up his handle, and that waits for this.
        let found = sqlx::query!(
            "SELECT id, handle, display_name FROM users
             WHERE id = ANY ($1) AND deleted_at IS NULL ORDER BY id FOR KEY SHARE",
            &ids,
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let named = found
            .iter()
            .map(|user| names(&user.handle, &user.display_name));
        let named: Vec<String> = named.collect();
        let ids: Vec<String> = found.into_iter().map(|user| user.id).collect();
        sqlx::query!(
            "INSERT INTO user_search (user_id, names)
             SELECT n.id, n.names FROM unnest($1::text[], $2::text[]) AS n (id, names)
             ON CONFLICT (user_id) DO UPDATE SET names = excluded.names",
            &ids,
            &named,
        )
        .execute(self.connection())
        .await
        .map_err(storage_error)?;
        Ok(())
    }

    async fn posts_after(
        &mut self,
        after: Option<PostId>,
        limit: u32,
    ) -> Result<Vec<PostId>, StorageError> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let ids = sqlx::query_scalar!(
            "SELECT id FROM posts WHERE id > $1 ORDER BY id LIMIT $2",
            after,
            i64::from(limit),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        ids.iter().map(|id| Ok(PostId::from_storage(id)?)).collect()
    }

    async fn users_after(
        &mut self,
        after: Option<UserId>,
        limit: u32,
    ) -> Result<Vec<UserId>, StorageError> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let ids = sqlx::query_scalar!(
            "SELECT id FROM users WHERE id > $1 ORDER BY id LIMIT $2",
            after,
            i64::from(limit),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        ids.iter().map(|id| Ok(UserId::from_storage(id)?)).collect()
    }
    async fn begin_filling(&mut self) -> Result<bool, StorageError> {
        self.prepare_words().await.map_err(storage_error)
    }

    async fn all_filled(&mut self) -> Result<(), StorageError> {
        self.complete_words().await.map_err(storage_error)
    }
}
