//! Beginning a transaction without ever leaving one half begun.

use sqlx::Transaction;
use sqlx::postgres::{PgPool, Postgres};

use crate::connection::is_sound;

/// Begins, and in the same message makes sure that the connection was not left inside of another
/// transaction (sqlx 4393), whose commit would never come: within one, `now()` is older than the
/// statement, and the division fails. `READ WRITE` fails on a standby. So the check of the pool's
/// connections costs no round trip of its own.
const BEGIN: &str = "SELECT 1 / (now() = statement_timestamp())::integer; BEGIN READ WRITE";

/// How often to begin again after closing what was unsound.
const TRIES: usize = 3;

/// An open transaction; dropping it rolls back.
pub(crate) type OpenTransaction = Transaction<'static, Postgres>;

/// Begins in a task of its own: a request that is dropped meanwhile cannot drop BEGIN half-way
/// (sqlx 4393, 4385, 2805); what the task has begun by then is rolled back.
pub(crate) async fn begin(pool: &PgPool) -> Result<OpenTransaction, sqlx::Error> {
    let pool = pool.clone();
    tokio::spawn(async move { open(&pool).await })
        .await
        .map_err(|_| sqlx::Error::WorkerCrashed)?
}

async fn open(pool: &PgPool) -> Result<OpenTransaction, sqlx::Error> {
    for _ in 1..TRIES {
        match pool.begin_with(BEGIN).await {
            Err(error) if is_of_the_connection(&error) => {
                tracing::warn!(%error, "a pooled connection was unsound");
                weed(pool).await;
            }
            outcome => return outcome,
        }
    }
    pool.begin_with(BEGIN).await
}

/// Whether another connection may fare better: nothing has been done yet that could double.
fn is_of_the_connection(error: &sqlx::Error) -> bool {
    !matches!(
        error,
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed
    )
}

/// Closes every idle connection that is not sound, so that a restarted server or a poisoned
/// connection costs no request.
async fn weed(pool: &PgPool) {
    // What failed just now goes back to the pool in a task of its own.
    tokio::task::yield_now().await;
    let mut sound = Vec::new();
    while let Some(mut connection) = pool.try_acquire() {
        if matches!(is_sound(&mut connection).await, Ok(true)) {
            sound.push(connection);
        } else {
            drop(connection.close().await);
        }
    }
}
