//! Beginning a transaction without ever leaving one half begun.

use std::ops::{Deref, DerefMut};

use sqlx::postgres::PgConnection;

use crate::connection::{Lease, Pool, suspect};

/// Begins, and in the same message makes sure that the connection was not left inside of another
/// transaction (sqlx 4393), whose commit would never come: within one, `now()` is older than the
/// statement, and the division fails. `READ WRITE` fails on a standby. So the check of the pool's
/// connections costs no round trip of its own, as it would before each use or after it.
const BEGIN: &str = "SELECT 1 / (now() = statement_timestamp())::integer; BEGIN READ WRITE";

/// An open transaction; dropping it rolls back.
pub(crate) struct OpenTransaction {
    lease: Lease,
}

impl OpenTransaction {
    /// Makes what was done last.
    pub(crate) async fn commit(self) -> Result<(), sqlx::Error> {
        self.end_with("COMMIT").await
    }

    /// The same without waiting until it is on the disk; a later commit that waits covers it.
    pub(crate) async fn commit_soon(self) -> Result<(), sqlx::Error> {
        self.end_with("SET LOCAL synchronous_commit = off; COMMIT")
            .await
    }

    async fn end_with(mut self, commit: &'static str) -> Result<(), sqlx::Error> {
        // However it ends, afterwards there is nothing to roll back.
        self.lease.leave_transaction();
        sqlx::raw_sql(commit).execute(&mut *self.lease).await?;
        self.lease.settle();
        Ok(())
    }
}

impl Deref for OpenTransaction {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        &self.lease
    }
}

impl DerefMut for OpenTransaction {
    fn deref_mut(&mut self) -> &mut PgConnection {
        &mut self.lease
    }
}

/// Begins in a task of its own: a request that is dropped meanwhile cannot drop BEGIN half-way
/// (sqlx 4393, 4385, 2805); what the task has begun by then is rolled back.
pub(crate) async fn begin(pool: &Pool) -> Result<OpenTransaction, sqlx::Error> {
    let pool = pool.clone();
    tokio::spawn(async move { open(&pool).await })
        .await
        .map_err(|_| sqlx::Error::WorkerCrashed)?
}

/// Begins again on another connection when one turns out unsound, so that neither a restarted
/// server nor a poisoned connection costs a unit of work: nothing was done yet that could double.
async fn open(pool: &Pool) -> Result<OpenTransaction, sqlx::Error> {
    for _ in 0..pool.size() {
        let mut lease = pool.acquire().await?;
        match open_on(&mut lease).await {
            Ok(()) => return Ok(OpenTransaction { lease }),
            Err(error) => {
                lease.discard();
                // What has cut or poisoned this one may have met others too.
                suspect(pool.size());
                tracing::warn!(%error, "a pooled connection was unsound");
            }
        }
    }
    let mut lease = pool.acquire().await?;
    open_on(&mut lease).await?;
    Ok(OpenTransaction { lease })
}

async fn open_on(lease: &mut Lease) -> Result<(), sqlx::Error> {
    lease.enter_transaction();
    sqlx::raw_sql(BEGIN).execute(&mut **lease).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Waker};
    use std::time::Duration;

    use sqlx::Row;

    use super::*;

    /// One connection.
    fn pool() -> Pool {
        let url = env::var("THOUGHTS_TEST_POSTGRES_URL")
            .expect("THOUGHTS_TEST_POSTGRES_URL: run these tests by scripts/test");
        let options = url.parse().expect("a URL");
        let pool = Pool::new(options, 1, Duration::from_secs(30));
        pool.expect("a pool")
    }

    async fn is_inside_a_transaction(pool: &Pool) -> bool {
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
        let pool = pool();
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
        let pool = pool();
        let mut connection = pool.acquire().await.expect("a connection");
        let poisoned = backend(&mut connection).await;
        sqlx::raw_sql("BEGIN")
            .execute(&mut *connection)
            .await
            .expect("poison");
        connection.settle();
        assert!(is_inside_a_transaction(&pool).await);
        let mut transaction = begin(&pool).await.expect("a transaction");
        assert_ne!(backend(&mut transaction).await, poisoned);
    }

    #[tokio::test]
    async fn a_connection_that_the_server_has_cut_costs_no_unit_of_work() {
        let pool = pool();
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
        let pool = pool();
        drop(begin(&pool).await.expect("a transaction"));
        assert!(!is_inside_a_transaction(&pool).await);
    }

    #[tokio::test]
    async fn a_commit_that_is_dropped_leaves_no_transaction() {
        let pool = pool();
        let mut dropped = 0;
        for _ in 0..50 {
            let transaction = begin(&pool).await.expect("a transaction");
            {
                // Looked at once, COMMIT is on its way, unless the server was quicker than the look.
                let mut commit = pin!(transaction.commit());
                let mut context = Context::from_waker(Waker::noop());
                dropped += usize::from(commit.as_mut().poll(&mut context).is_pending());
            }
            assert!(!is_inside_a_transaction(&pool).await);
        }
        assert!(dropped > 0, "every commit was answered at the first look");
    }

    #[tokio::test]
    async fn the_connection_of_a_finished_transaction_is_used_again() {
        let pool = pool();
        let mut transaction = begin(&pool).await.expect("a transaction");
        let first = backend(&mut transaction).await;
        transaction.commit().await.expect("committed");
        let mut transaction = begin(&pool).await.expect("a transaction");
        assert_eq!(backend(&mut transaction).await, first);
        drop(transaction);
        let mut transaction = begin(&pool).await.expect("a transaction");
        assert_eq!(
            backend(&mut transaction).await,
            first,
            "rolled back, not cut"
        );
    }
}
