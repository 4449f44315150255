//! [`BulkLoader`] on `SQLite`.

use async_trait::async_trait;
use sqlx::query;
use thoughts_domain::Inconsistency;
use thoughts_domain::graph::Relation;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::PasswordHash;
use thoughts_use_cases::seed::{
    BulkLoader, Occupancy, SEED_EMAIL_DOMAIN, SeedComment, SeedPost, SeedReaction, SeedUser,
    WorldPlan,
};
use thoughts_use_cases::storage::StorageError;

use super::{links, rows};
use crate::SqliteStorage;
use crate::convert::count;
use crate::errors::failure;
use crate::room::{give_room_back, make_room};

#[async_trait]
impl BulkLoader for SqliteStorage {
    async fn occupancy(&self) -> Result<Occupancy, StorageError> {
        let plan = query!("SELECT rng_seed, users, posts, comments FROM seed_world")
            .fetch_optional(&self.readers)
            .await
            .map_err(failure)?;
        let size = |stored: i64| {
            u32::try_from(stored).map_err(|_| Inconsistency::new("seed_world", "is out of range"))
        };
        let world = plan
            .map(|row| {
                Ok::<_, Inconsistency>(WorldPlan {
                    users: size(row.users)?,
                    posts: size(row.posts)?,
                    comments: size(row.comments)?,
                    rng_seed: row.rng_seed.cast_unsigned(),
                })
            })
            .transpose()?;
        let counted = query!(
            r#"SELECT count(*) FILTER (WHERE email LIKE '%@' || ?1) AS "seeded!: i64",
                count(*) FILTER (WHERE deleted_at IS NULL
                    AND (email LIKE '%@' || ?1) IS NOT TRUE) AS "others!: i64"
            FROM users WHERE deleted_at IS NULL"#,
            SEED_EMAIL_DOMAIN
        )
        .fetch_one(&self.readers)
        .await
        .map_err(failure)?;
        Ok(Occupancy {
            world,
            seeded_users: count("users", counted.seeded)?,
            other_users: count("users", counted.others)?,
        })
    }

    async fn clear(&self, now: Timestamp) -> Result<(), StorageError> {
        make_room(&self.writer).await?;
        let mut work = self.begin_write().await?;
        let now = now.as_micros();
        query!(
            "INSERT INTO ended_sessions (session_id, ended_at) SELECT id, ? FROM sessions WHERE true
            ON CONFLICT DO NOTHING",
            now
        )
        .execute(&mut *work)
        .await
        .map_err(failure)?;
        // Children first; a delete without a condition empties a table without looking at rows,
        // unless a foreign key has to be looked after.
        query!("DELETE FROM seed_world")
            .execute(&mut *work)
            .await
            .map_err(failure)?;
        query!("DELETE FROM ranking_generations")
            .execute(&mut *work)
            .await
            .map_err(failure)?;
        for table in [
            query!("DELETE FROM post_likes"),
            query!("DELETE FROM comment_likes"),
            query!("DELETE FROM reposts"),
            query!("DELETE FROM bookmarks"),
        ] {
            table.execute(&mut *work).await.map_err(failure)?;
        }
        for depth in (0..=8_i64).rev() {
            query!("DELETE FROM comments WHERE depth = ?", depth)
                .execute(&mut *work)
                .await
                .map_err(failure)?;
        }
        query!("DELETE FROM posts")
            .execute(&mut *work)
            .await
            .map_err(failure)?;
        for table in [
            query!("DELETE FROM follows"),
            query!("DELETE FROM blocks"),
            query!("DELETE FROM mutes"),
            query!("DELETE FROM reports"),
        ] {
            table.execute(&mut *work).await.map_err(failure)?;
        }
        query!("DELETE FROM forgotten_passwords")
            .execute(&mut *work)
            .await
            .map_err(failure)?;
        query!("DELETE FROM users")
            .execute(&mut *work)
            .await
            .map_err(failure)?;
        query!("DELETE FROM events")
            .execute(&mut *work)
            .await
            .map_err(failure)?;
        work.commit().await.map_err(failure)
    }

    async fn add_users(
        &self,
        users: &[SeedUser],
        password: &PasswordHash,
    ) -> Result<(), StorageError> {
        make_room(&self.writer).await?;
        let (rows, password) = (rows::users(users), password.as_str());
        query!(
            "INSERT INTO users (id, handle, display_name, bio, email, created_at, post_count,
                follower_count, following_count, password_hash, role, language, version)
            SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
                value ->> 6, value ->> 7, value ->> 8, ?, 'user', 'en', 1
            FROM json_each(?)",
            password,
            rows
        )
        .execute(&self.writer)
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn add_posts(&self, posts: &[SeedPost]) -> Result<(), StorageError> {
        make_room(&self.writer).await?;
        let (rows, hashtags) = (rows::posts(posts), rows::hashtags(posts));
        let mut work = self.begin_write().await?;
        query!(
            "INSERT INTO posts (id, author_id, body, hashtags, mention_ids, created_at,
                comment_count, like_count, repost_count, quoted_post_id, version)
            SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
                value ->> 6, value ->> 7, value ->> 8, value ->> 9, 1
            FROM json_each(?)",
            rows
        )
        .execute(&mut *work)
        .await
        .map_err(failure)?;
        query!(
            "INSERT INTO post_hashtags (tag, created_at, post_id)
            SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)",
            hashtags
        )
        .execute(&mut *work)
        .await
        .map_err(failure)?;
        work.commit().await.map_err(failure)
    }

    async fn add_comments(&self, comments: &[SeedComment]) -> Result<(), StorageError> {
        make_room(&self.writer).await?;
        let rows = rows::comments(comments);
        query!(
            "INSERT INTO comments (id, post_id, parent_id, author_id, body, depth, created_at,
                reply_count, like_count, version)
            SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
                value ->> 6, value ->> 7, value ->> 8, 1
            FROM json_each(?)",
            rows
        )
        .execute(&self.writer)
        .await
        .map_err(failure)?;
        Ok(())
    }

    async fn add_relations(&self, relations: &[Relation]) -> Result<(), StorageError> {
        make_room(&self.writer).await?;
        let mut work = self.begin_write().await?;
        let added = links::relations(&mut work, relations).await;
        added.map_err(failure)?;
        work.commit().await.map_err(failure)
    }

    async fn add_reactions(&self, reactions: &[SeedReaction]) -> Result<(), StorageError> {
        make_room(&self.writer).await?;
        let mut work = self.begin_write().await?;
        let added = links::reactions(&mut work, reactions).await;
        added.map_err(failure)?;
        work.commit().await.map_err(failure)
    }

    async fn finish(&self, plan: &WorldPlan) -> Result<(), StorageError> {
        let seed = plan.rng_seed.cast_signed();
        query!(
            "INSERT INTO seed_world (users, posts, comments, rng_seed) VALUES (?, ?, ?, ?)",
            plan.users,
            plan.posts,
            plan.comments,
            seed
        )
        .execute(&self.writer)
        .await
        .map_err(failure)?;
        query!("ANALYZE")
            .execute(&self.writer)
            .await
            .map_err(failure)?;
        give_room_back(&self.writer).await
    }
}
