//! The sequencer: gives waiting events their places in the log.

use sqlx::postgres::PgConnection;

use crate::connection::Pool;
use crate::transaction;

/// Who listens here is told that the log has grown, and how far. A hint: who missed it polls.
pub(crate) const CHANNEL: &str = "thoughts_events";

/// Moves up to `limit` events. An empty outbox costs one look into its index.
pub(super) async fn sequence(pool: &Pool, limit: u32) -> Result<u32, sqlx::Error> {
    let first = sqlx::query_scalar!("SELECT seq FROM outbox ORDER BY seq LIMIT 1")
        .fetch_optional(pool)
        .await?;
    if first.is_none() {
        return Ok(0);
    }
    let mut transaction = transaction::begin(pool).await?;
    let Some(head) = lock_head(&mut transaction).await? else {
        // Another one sequences; it will see what we saw.
        return Ok(0);
    };
    let moved = move_batch(&mut transaction, head, limit).await?;
    transaction.commit().await?;
    let count = u32::try_from(moved - head).unwrap_or(u32::MAX);
    if count > 0 {
        // After the commit: NOTIFY inside of a writing transaction serialises all commits.
        let told = sqlx::query!("SELECT pg_notify($1, $2)", CHANNEL, moved.to_string())
            .fetch_one(pool)
            .await;
        if let Err(error) = told {
            tracing::warn!(%error, "listeners were not woken; they poll");
        }
    }
    Ok(count)
}

/// The one row of the head: who holds it gives the next places, and nobody waits for it.
async fn lock_head(connection: &mut PgConnection) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar!("SELECT position FROM event_head FOR UPDATE SKIP LOCKED")
        .fetch_optional(connection)
        .await
}

/// Moves what is committed by now, and returns the new head. A statement of its own after the
/// lock: its snapshot sees everything that the holder before has moved.
async fn move_batch(
    connection: &mut PgConnection,
    head: i64,
    limit: u32,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        "WITH taken AS (
             DELETE FROM outbox
             WHERE seq = ANY (ARRAY(SELECT seq FROM outbox ORDER BY seq LIMIT $2))
             RETURNING seq, id, type, aggregate_type, aggregate_id, aggregate_version, audience,
                 actor_id, schema_version, payload, occurred_at, trace_parent
         ), placed AS (
             INSERT INTO events (position, id, type, aggregate_type, aggregate_id,
                 aggregate_version, audience, actor_id, schema_version, payload, occurred_at,
                 trace_parent)
             SELECT $1 + row_number() OVER (ORDER BY seq), id, type, aggregate_type, aggregate_id,
                 aggregate_version, audience, actor_id, schema_version, payload, occurred_at,
                 trace_parent
             FROM taken
             RETURNING position
         )
         UPDATE event_head SET position = $1 + (SELECT count(*) FROM placed) RETURNING position",
        head,
        i64::from(limit),
    )
    .fetch_one(connection)
    .await
}
