//! Statements outside of transactions, run straight over the pool.

use std::fmt;

use futures_util::future::BoxFuture;
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, StreamExt, TryFutureExt, TryStreamExt};
use sqlx::postgres::{PgQueryResult, PgRow, PgStatement, PgTypeInfo, Postgres};
use sqlx::{Describe, Either, Execute, Executor, SqlStr};

use super::Pool;

type Answer = Either<PgQueryResult, PgRow>;

impl Pool {
    /// Everything that a statement answers. The connection goes back before anybody looks at the
    /// rows: pages are small, and connections few.
    async fn answers<'q, E>(&self, query: E) -> Result<Vec<Answer>, sqlx::Error>
    where
        E: 'q + Execute<'q, Postgres>,
    {
        let mut lease = self.acquire().await?;
        let answers = lease.fetch_many(query).try_collect().await?;
        lease.settle();
        Ok(answers)
    }
}

impl<'p> Executor<'p> for &'p Pool {
    type Database = Postgres;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Answer, sqlx::Error>>
    where
        'p: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        self.answers(query)
            .map_ok(|answers| stream::iter(answers.into_iter().map(Ok)))
            .try_flatten_stream()
            .boxed()
    }

    fn fetch_optional<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxFuture<'e, Result<Option<PgRow>, sqlx::Error>>
    where
        'p: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        self.answers(query)
            .map_ok(|answers| answers.into_iter().find_map(Either::right))
            .boxed()
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> BoxFuture<'e, Result<PgStatement, sqlx::Error>>
    where
        'p: 'e,
    {
        async move {
            let mut lease = self.acquire().await?;
            let statement = lease.prepare_with(sql, parameters).await?;
            lease.settle();
            Ok(statement)
        }
        .boxed()
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Postgres>, sqlx::Error>>
    where
        'p: 'e,
    {
        async move {
            let mut lease = self.acquire().await?;
            let described = lease.describe(sql).await?;
            lease.settle();
            Ok(described)
        }
        .boxed()
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").finish_non_exhaustive()
    }
}
