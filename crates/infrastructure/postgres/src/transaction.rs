//! Beginning a transaction without ever leaving one half begun.

use sqlx::Transaction;
use sqlx::postgres::{PgPool, Postgres};

use crate::connection::suspect;

/// Begins, and in the same message makes sure that the connection was not left inside of another
/// transaction (sqlx 4393), whose commit would never come: within one, `now()` is older than the
/// statement, and the division fails. `READ WRITE` fails on a standby. So the check of the pool's
/// connections costs no round trip of its own, as it would before each use or after it.
const BEGIN: &str = "SELECT 1 / (now() = statement_timestamp())::integer; BEGIN READ WRITE";

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

/// Begins again on another connection when one turns out unsound, so that neither a restarted
/// server nor a poisoned connection costs a unit of work: nothing was done yet that could double.
async fn open(pool: &PgPool) -> Result<OpenTransaction, sqlx::Error> {
    for _ in 0..pool.options().get_max_connections() {
        match pool.begin_with(BEGIN).await {
            Err(error) if is_of_the_connection(&error) => {
                // sqlx has put it back; whoever takes it next looks at it and closes it.
                suspect(pool.options().get_max_connections());
                tracing::warn!(%error, "a pooled connection was unsound");
            }
            outcome => return outcome,
        }
    }
    pool.begin_with(BEGIN).await
}

/// Whether another connection may fare better.
fn is_of_the_connection(error: &sqlx::Error) -> bool {
    !matches!(
        error,
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed
    )
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Waker};

    use sqlx::Row;
    use sqlx::postgres::PgConnection;

    use super::*;
    use crate::connection::pool_options;

    /// One connection.
    async fn pool() -> PgPool {
        let url = env::var("THOUGHTS_TEST_POSTGRES_URL")
            .expect("THOUGHTS_TEST_POSTGRES_URL: run these tests by scripts/test");
        let options = pool_options().max_connections(1);
        options.connect(&url).await.expect("the tests' server")
    }

    async fn is_inside_a_transaction(pool: &PgPool) -> bool {
        let row = sqlx::raw_sql("SELECT (now() < statement_timestamp())::text AS inside");
        let row = row.fetch_one(pool).await.expect("an answer");
        row.try_get_unchecked::<&str, _>("inside").expect("text") == "true"
    }

    async fn backend(connection: &mut PgConnection) -> i32 {
        sqlx::query_scalar("SELECT pg_backend_pid()")
            .fetch_one(connection)
            .await
            .expect("an answer")
    }

    #[tokio::test]
    async fn a_begin_that_is_dropped_leaves_no_transaction() {
        let pool = pool().await;
        for _ in 0..20 {
            {
                // Looked at once, BEGIN is on its way; then the request is gone.
                let mut begin = pin!(begin(&pool));
                let mut context = Context::from_waker(Waker::noop());
                assert!(begin.as_mut().poll(&mut context).is_pending());
            }
            assert!(!is_inside_a_transaction(&pool).await);
        }
    }

    #[tokio::test]
    async fn a_connection_inside_of_another_transaction_is_not_begun_on() {
        let pool = pool().await;
        let mut connection = pool.acquire().await.expect("a connection");
        let poisoned = backend(&mut connection).await;
        sqlx::raw_sql("BEGIN")
            .execute(&mut *connection)
            .await
            .expect("poison");
        drop(connection);
        assert!(is_inside_a_transaction(&pool).await);
        let mut transaction = begin(&pool).await.expect("a transaction");
        assert_ne!(backend(&mut transaction).await, poisoned);
    }

    #[tokio::test]
    async fn a_connection_that_the_server_has_cut_costs_no_unit_of_work() {
        let pool = pool().await;
        let mut connection = pool.acquire().await.expect("a connection");
        // The answer is that the connection is being terminated.
        let cut = sqlx::query("SELECT pg_terminate_backend(pg_backend_pid())")
            .execute(&mut *connection)
            .await;
        assert!(cut.is_err());
        drop(connection);
        begin(&pool).await.expect("a transaction on another one");
    }

    #[tokio::test]
    async fn dropping_rolls_back() {
        let pool = pool().await;
        drop(begin(&pool).await.expect("a transaction"));
        assert!(!is_inside_a_transaction(&pool).await);
    }
}
