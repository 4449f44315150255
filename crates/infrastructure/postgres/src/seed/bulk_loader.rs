//! [`BulkLoader`] on `PostgreSQL`.

use async_trait::async_trait;
use sqlx::query;
use thoughts_domain::graph::Relation;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::PasswordHash;
use thoughts_use_cases::seed::{
    BulkLoader, Occupancy, SEED_EMAIL_DOMAIN, SeedComment, SeedPost, SeedReaction, SeedUser,
    WorldPlan,
};
use thoughts_use_cases::storage::StorageError;

use super::columns;
use super::references::{begin_bulk, names_what_is_gone};
use crate::PostgresStorage;
use crate::convert::{at, number};
use crate::errors::storage_error;

#[async_trait]
impl BulkLoader for PostgresStorage {
    async fn occupancy(&self) -> Result<Occupancy, StorageError> {
        let plan = query!("SELECT users, posts, comments, rng_seed FROM seed_world")
            .fetch_optional(&self.pool)
            .await
            .map_err(storage_error)?;
        let world = plan
            .map(|row| {
                Ok::<_, StorageError>(WorldPlan {
                    users: number(row.users, "seed_world.users")?,
                    posts: number(row.posts, "seed_world.posts")?,
                    comments: number(row.comments, "seed_world.comments")?,
                    rng_seed: row.rng_seed.cast_unsigned(),
                })
            })
            .transpose()?;
        let counted = query!(
            r#"SELECT count(*) FILTER (WHERE email LIKE '%@' || $1) AS "seeded!",
                count(*) FILTER (WHERE deleted_at IS NULL
                    AND (email LIKE '%@' || $1) IS NOT TRUE) AS "others!"
            FROM users WHERE deleted_at IS NULL"#,
            SEED_EMAIL_DOMAIN
        )
        .fetch_one(&self.pool)
        .await
        .map_err(storage_error)?;
        Ok(Occupancy {
            world,
            seeded_users: number(counted.seeded, "count")?,
            other_users: number(counted.others, "count")?,
        })
    }

    async fn clear(&self, now: Timestamp) -> Result<(), StorageError> {
        let mut work = begin_bulk(&self.pool).await?;
        // The row first that the sequencer locks first, then nobody may log in.
        query!("LOCK TABLE event_head, users, sessions IN ACCESS EXCLUSIVE MODE")
            .execute(&mut *work)
            .await
            .map_err(storage_error)?;
        query!(
            "INSERT INTO ended_sessions (session_id, ended_at) SELECT id, $1 FROM sessions
             ON CONFLICT DO NOTHING",
            at(now)
        )
        .execute(&mut *work)
        .await
        .map_err(storage_error)?;
        query!(
            "TRUNCATE seed_world, users, follows, blocks, mutes, post_likes, comment_likes, reposts,
                bookmarks, counter_slots, outside_identities, sessions,
                refresh_tokens, idempotency_records, posts, post_hashtags, post_edits, comments,
                ranking_generations, notifications, notification_entries,
                notification_places, notification_withdrawals, outbox, events, mails, one_time_tokens, former_handles,
                forgotten_passwords, second_factors, recovery_codes, post_search, user_search,
                reports, trending_posts, trending_hashtags, stale_hashtags"
        )
        .execute(&mut *work)
        .await
        .map_err(storage_error)?;
        work.commit().await.map_err(storage_error)
    }

    async fn add_users(
        &self,
        users: &[SeedUser],
        password: &PasswordHash,
    ) -> Result<(), StorageError> {
        let mut work = begin_bulk(&self.pool).await?;
        let added = columns::users(&mut work, users, password).await;
        added.map_err(storage_error)?;
        work.commit().await.map_err(storage_error)
    }

    async fn add_posts(&self, posts: &[SeedPost]) -> Result<(), StorageError> {
        let mut work = begin_bulk(&self.pool).await?;
        let added = columns::posts(&mut work, posts).await;
        added.map_err(storage_error)?;
        work.commit().await.map_err(storage_error)
    }

    async fn add_comments(&self, comments: &[SeedComment]) -> Result<(), StorageError> {
        let mut work = begin_bulk(&self.pool).await?;
        let added = columns::comments(&mut work, comments).await;
        added.map_err(storage_error)?;
        work.commit().await.map_err(storage_error)
    }

    async fn add_relations(&self, relations: &[Relation]) -> Result<(), StorageError> {
        let mut work = begin_bulk(&self.pool).await?;
        let added = columns::relations(&mut work, relations).await;
        added.map_err(storage_error)?;
        work.commit().await.map_err(storage_error)
    }

    async fn add_reactions(&self, reactions: &[SeedReaction]) -> Result<(), StorageError> {
        let mut work = begin_bulk(&self.pool).await?;
        let added = columns::reactions(&mut work, reactions).await;
        added.map_err(storage_error)?;
        work.commit().await.map_err(storage_error)
    }

    async fn finish(&self, plan: &WorldPlan) -> Result<(), StorageError> {
        let mut work = begin_bulk(&self.pool).await?;
        query!(
            "ANALYZE users, posts, post_hashtags, comments, follows, blocks, mutes, post_likes,
                comment_likes, reposts, bookmarks"
        )
        .execute(&mut *work)
        .await
        .map_err(storage_error)?;
        if names_what_is_gone(&mut work).await.map_err(storage_error)? {
            return Err(StorageError::Conflict(
                "rows were deleted while the world was loaded".into(),
            ));
        }
        query!(
            "INSERT INTO seed_world (users, posts, comments, rng_seed) VALUES ($1, $2, $3, $4)",
            i64::from(plan.users),
            i64::from(plan.posts),
            i64::from(plan.comments),
            plan.rng_seed.cast_signed()
        )
        .execute(&mut *work)
        .await
        .map_err(storage_error)?;
        work.commit().await.map_err(storage_error)
    }
}
