//! Relations within a unit of work.

use async_trait::async_trait;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::UserId;
use thoughts_use_cases::graph::{GraphRepository, LockedPair};
use thoughts_use_cases::storage::StorageError;

use super::rows::ended;
use crate::convert::{at, number};
use crate::errors::storage_error;
use crate::unit_of_work::PostgresUnitOfWork;

#[async_trait]
impl GraphRepository for PostgresUnitOfWork {
    async fn lock_pair(
        &mut self,
        one: UserId,
        other: UserId,
    ) -> Result<Option<LockedPair>, StorageError> {
        // In the order of ids, as everybody does. What others hold of a user while they write to
        // him (KEY SHARE) does not wait for this, and counters are changed under it.
        let rows = sqlx::query!(
            "SELECT id, version FROM users WHERE id IN ($1, $2) AND deleted_at IS NULL
             ORDER BY id FOR NO KEY UPDATE",
            one.as_str(),
            other.as_str(),
        )
        .fetch_all(self.connection())
        .await
        .map_err(storage_error)?;
        let version = |wanted: UserId| {
            let row = rows.iter().find(|row| row.id == wanted.as_str());
            row.map(|row| number(row.version, "users.version"))
                .transpose()
        };
        let (one, other) = (version(one)?, version(other)?);
        Ok(one.zip(other).map(|(one, other)| LockedPair { one, other }))
    }

    async fn is_blocked_between(
        &mut self,
        one: UserId,
        other: UserId,
    ) -> Result<bool, StorageError> {
        sqlx::query_scalar!(
            r#"SELECT EXISTS (SELECT FROM blocks WHERE blocker_id = $1 AND blocked_id = $2)
                   OR EXISTS (SELECT FROM blocks WHERE blocker_id = $2 AND blocked_id = $1)
                   AS "blocked!""#,
            one.as_str(),
            other.as_str(),
        )
        .fetch_one(self.connection())
        .await
        .map_err(storage_error)
    }

    async fn begin(&mut self, relation: &Relation) -> Result<bool, StorageError> {
        let (from, to) = (relation.from.as_str(), relation.to.as_str());
        let since = at(relation.created_at);
        let begun = match relation.kind {
            RelationKind::Follow => {
                sqlx::query!(
                    "WITH begun AS (
                         INSERT INTO follows (follower_id, followed_id, created_at)
                         VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING true
                     )
                     UPDATE users SET
                         following_count = following_count + (id = $1)::integer,
                         follower_count = follower_count + (id = $2)::integer
                     WHERE id IN ($1, $2) AND EXISTS (SELECT FROM begun)",
                    from,
                    to,
                    since,
                )
                .execute(self.connection())
                .await
            }
            RelationKind::Block => {
                sqlx::query!(
                    "INSERT INTO blocks (blocker_id, blocked_id, created_at)
                     VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                    from,
                    to,
                    since,
                )
                .execute(self.connection())
                .await
            }
            RelationKind::Mute => {
                sqlx::query!(
                    "INSERT INTO mutes (muter_id, muted_id, created_at)
                     VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                    from,
                    to,
                    since,
                )
                .execute(self.connection())
                .await
            }
        }
        .map_err(storage_error)?;
        Ok(begun.rows_affected() > 0)
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
                    r#"WITH ended AS (
                           DELETE FROM follows WHERE follower_id = $1 AND followed_id = $2
                           RETURNING created_at
                       ), counted AS (
                           UPDATE users SET
                               following_count = following_count - (id = $1)::integer,
                               follower_count = follower_count - (id = $2)::integer
                           WHERE id IN ($1, $2) AND EXISTS (SELECT FROM ended)
                       )
                       SELECT created_at AS "since!" FROM ended"#,
                    who,
                    whom,
                )
                .fetch_optional(self.connection())
                .await
            }
            RelationKind::Block => {
                sqlx::query_scalar!(
                    "DELETE FROM blocks WHERE blocker_id = $1 AND blocked_id = $2
                     RETURNING created_at",
                    who,
                    whom,
                )
                .fetch_optional(self.connection())
                .await
            }
            RelationKind::Mute => {
                sqlx::query_scalar!(
                    "DELETE FROM mutes WHERE muter_id = $1 AND muted_id = $2
                     RETURNING created_at",
                    who,
                    whom,
                )
                .fetch_optional(self.connection())
                .await
            }
        }
        .map_err(storage_error)?;
        Ok(since.map(|since| ended(kind, from, to, since)))
    }

    async fn forget(&mut self, user: UserId, limit: u32) -> Result<u32, StorageError> {
        self.forget_relations(user, limit)
            .await
            .map_err(storage_error)
    }
}
