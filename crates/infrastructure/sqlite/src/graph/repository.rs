//! Relations within a unit of work. The writer holds the whole file: to read is to lock.

use async_trait::async_trait;
use sqlx::SqliteConnection;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::graph::{GraphRepository, LockedPair};
use thoughts_use_cases::storage::StorageError;

use super::forgetting;
use crate::convert::version;
use crate::errors::failure;
use crate::unit_of_work::SqliteUnitOfWork;

#[async_trait]
impl GraphRepository for SqliteUnitOfWork {
    async fn lock_pair(
        &mut self,
        one: UserId,
        other: UserId,
    ) -> Result<Option<LockedPair>, StorageError> {
        let (first, second) = (one.as_str(), other.as_str());
        let row = sqlx::query!(
            r#"SELECT one.version AS "one!: i64", other.version AS "other!: i64"
            FROM users one, users other
            WHERE one.id = ? AND other.id = ?
                AND one.deleted_at IS NULL AND other.deleted_at IS NULL"#,
            first,
            second
        )
        .fetch_optional(self.connection())
        .await
        .map_err(failure)?;
        let pair = row.map(|row| {
            Ok(LockedPair {
                one: version("users.version", row.one)?,
                other: version("users.version", row.other)?,
            })
        });
        pair.transpose()
    }

    async fn is_blocked_between(
        &mut self,
        one: UserId,
        other: UserId,
    ) -> Result<bool, StorageError> {
        let (one, other) = (one.as_str(), other.as_str());
        sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT 1 FROM blocks
                WHERE (blocker_id, blocked_id) IN (VALUES (?1, ?2), (?2, ?1)))
                AS "blocked!: bool""#,
            one,
            other
        )
        .fetch_one(self.connection())
        .await
        .map_err(failure)
    }

    async fn begin(&mut self, relation: &Relation) -> Result<bool, StorageError> {
        let (from, to) = (relation.from.as_str(), relation.to.as_str());
        let since = relation.created_at.as_micros();
        let begun = match relation.kind {
            RelationKind::Follow => sqlx::query!(
                "INSERT INTO follows (follower_id, followed_id, created_at)
                VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                from,
                to,
                since
            ),
            RelationKind::Block => sqlx::query!(
                "INSERT INTO blocks (blocker_id, blocked_id, created_at)
                VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                from,
                to,
                since
            ),
            RelationKind::Mute => sqlx::query!(
                "INSERT INTO mutes (muter_id, muted_id, created_at)
                VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                from,
                to,
                since
            ),
        }
        .execute(self.connection())
        .await
        .map_err(failure)?
        .rows_affected()
            > 0;
        if begun && relation.kind == RelationKind::Follow {
            count_follow(self.connection(), from, to, 1).await?;
        }
        Ok(begun)
    }

    async fn end(
        &mut self,
        kind: RelationKind,
        from: UserId,
        to: UserId,
    ) -> Result<Option<Relation>, StorageError> {
        let (who, whom) = (from.as_str(), to.as_str());
        let since = match kind {
            RelationKind::Follow => {
                sqlx::query_scalar!(
                    r#"DELETE FROM follows WHERE follower_id = ? AND followed_id = ?
                    RETURNING created_at AS "since!: i64""#,
                    who,
                    whom
                )
                .fetch_optional(self.connection())
                .await
            }
            RelationKind::Block => {
                sqlx::query_scalar!(
                    r#"DELETE FROM blocks WHERE blocker_id = ? AND blocked_id = ?
                    RETURNING created_at AS "since!: i64""#,
                    who,
                    whom
                )
                .fetch_optional(self.connection())
                .await
            }
            RelationKind::Mute => {
                sqlx::query_scalar!(
                    r#"DELETE FROM mutes WHERE muter_id = ? AND muted_id = ?
                    RETURNING created_at AS "since!: i64""#,
                    who,
                    whom
                )
                .fetch_optional(self.connection())
                .await
            }
        }
        .map_err(failure)?;
        if since.is_some() && kind == RelationKind::Follow {
            count_follow(self.connection(), who, whom, -1).await?;
        }
        Ok(since.map(|since| Relation {
            kind,
            from,
            to,
            created_at: Timestamp::from_micros(since),
        }))
    }

    async fn forget(&mut self, user: UserId, limit: u32) -> Result<u32, StorageError> {
        forgetting::forget(self.connection(), user, limit).await
    }
}

async fn count_follow(
    connection: &mut SqliteConnection,
    from: &str,
    to: &str,
    step: i64,
) -> Result<(), StorageError> {
    sqlx::query!(
        "UPDATE users SET following_count = following_count + ?3 * (id = ?1),
            follower_count = follower_count + ?3 * (id = ?2)
        WHERE id IN (?1, ?2)",
        from,
        to,
        step
    )
    .execute(connection)
    .await
    .map_err(failure)?;
    Ok(())
}
