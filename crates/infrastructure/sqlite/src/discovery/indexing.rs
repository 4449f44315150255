//! Keeping what things are found by, within a unit of work.

use async_trait::async_trait;
use sqlx::SqlitePool;
use thoughts_domain::discovery::names;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::discovery::SearchRepository;
use thoughts_use_cases::storage::StorageError;

use super::terms::document;
use crate::convert::json_names;
use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

/// Has the indexes of words forget what is deleted at once, not when they are next put in order
/// (<https://www.sqlite.org/fts5.html>, 6.12).
pub(crate) async fn erase_what_is_deleted(writer: &SqlitePool) -> Result<(), StorageError> {
    for setting in [
        sqlx::query!("INSERT INTO post_words (post_words, rank) VALUES ('secure-delete', 1)"),
        sqlx::query!("INSERT INTO user_names (user_names, rank) VALUES ('secure-delete', 1)"),
    ] {
        setting.execute(writer).await.map_err(failure)?;
    }
    Ok(())
}

#[async_trait]
impl SearchRepository for SqliteUnitOfWork {
    async fn index_posts(&mut self, posts: &[PostId]) -> Result<(), StorageError> {
        let wanted = json_names(posts.iter().map(PostId::as_str));
        let found = sqlx::query!(
            r#"SELECT p.id AS "id!: String", p.author_id AS "author_id!: String",
                p.created_at AS "created_at!: i64", p.body AS "body!: String"
            FROM json_each(?) wanted CROSS JOIN posts p ON p.id = wanted.value
            WHERE p.hidden_at IS NULL"#,
            wanted
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        sqlx::query!(
            "DELETE FROM search_posts WHERE post_id IN (
                SELECT p.id FROM json_each(?) wanted CROSS JOIN posts p ON p.id = wanted.value
                WHERE p.hidden_at IS NOT NULL)",
            wanted
        )
        .execute(self.connection())
        .await
        .map_err(failure)?;
        for post in found {
            let words = document(&post.body);
            sqlx::query!(
                "INSERT INTO search_posts (place, post_id, author_id, created_at, words)
                WITH RECURSIVE taken (place) AS (
                    SELECT ?1
                    UNION ALL
                    SELECT place + 1 FROM taken
                    WHERE EXISTS (SELECT 1 FROM search_posts s WHERE s.place = taken.place)
                )
                SELECT max(place), ?2, ?3, ?1, ?4 FROM taken WHERE true
                ON CONFLICT (post_id) DO UPDATE SET words = excluded.words",
                post.created_at,
                post.id,
                post.author_id,
                words
            )
            .execute(self.connection())
            .await
            .map_err(failure)?;
        }
        Ok(())
    }

    async fn index_users(&mut self, users: &[UserId]) -> Result<(), StorageError> {
        let wanted = json_names(users.iter().map(UserId::as_str));
        let found = sqlx::query!(
            r#"SELECT u.id AS "id!: String", u.handle AS "handle!: String",
                u.display_name AS "display_name!: String"
            FROM json_each(?) wanted CROSS JOIN users u ON u.id = wanted.value
            WHERE u.deleted_at IS NULL"#,
            wanted
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        for user in found {
            let names = names(&user.handle, &user.display_name);
            sqlx::query!(
                "INSERT INTO search_users (user_id, names) VALUES (?, ?)
                ON CONFLICT (user_id) DO UPDATE SET names = excluded.names",
                user.id,
                names
            )
            .execute(self.connection())
            .await
            .map_err(failure)?;
        }
        Ok(())
    }

    async fn posts_after(
        &mut self,
        after: Option<PostId>,
        limit: u32,
    ) -> Result<Vec<PostId>, StorageError> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let ids = sqlx::query_scalar!(
            "SELECT id FROM posts WHERE id > ? ORDER BY id LIMIT ?",
            after,
            limit
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        ids.iter().map(|id| Ok(PostId::from_storage(id)?)).collect()
    }

    async fn users_after(
        &mut self,
        after: Option<UserId>,
        limit: u32,
    ) -> Result<Vec<UserId>, StorageError> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let ids = sqlx::query_scalar!(
            "SELECT id FROM users WHERE id > ? ORDER BY id LIMIT ?",
            after,
            limit
        )
        .fetch_all(self.connection())
        .await
        .map_err(failure)?;
        ids.iter().map(|id| Ok(UserId::from_storage(id)?)).collect()
    }
}
