//! Changing what is stored past the program.

use std::future::Future;
use std::path::Path;

use sqlx::postgres::PgConnection;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, Connection};
use url::Url;

/// Runs statements on a file.
pub fn sqlite_execute(file: &Path, sql: &str) {
    let options = SqliteConnectOptions::new().filename(file);
    run(sql, async {
        let mut connection = SqliteConnection::connect_with(&options).await?;
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut connection)
            .await?;
        connection.close().await
    });
}

/// Does something while nobody else writes to a file.
pub fn sqlite_locked<T>(file: &Path, work: impl FnOnce() -> T) -> T {
    let options = SqliteConnectOptions::new().filename(file);
    let sql = "BEGIN IMMEDIATE";
    run(sql, async {
        let mut connection = SqliteConnection::connect_with(&options).await?;
        sqlx::raw_sql(sql).execute(&mut connection).await?;
        let done = work();
        sqlx::raw_sql("ROLLBACK").execute(&mut connection).await?;
        connection.close().await?;
        Ok(done)
    })
}

/// Runs statements on a `PostgreSQL`.
pub fn postgres_execute(url: &Url, sql: &str) {
    run(sql, async {
        let mut connection = PgConnection::connect(url.as_str()).await?;
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut connection)
            .await?;
        connection.close().await
    });
}

/// Does something while a table of a `PostgreSQL` is locked against everybody.
pub fn postgres_locked<T>(url: &Url, table: &str, work: impl FnOnce() -> T) -> T {
    let sql = format!("BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE");
    run(&sql, async {
        let mut connection = PgConnection::connect(url.as_str()).await?;
        sqlx::raw_sql(AssertSqlSafe(sql.as_str()))
            .execute(&mut connection)
            .await?;
        let done = work();
        connection.close().await?;
        Ok(done)
    })
}

/// Reads one number from a `PostgreSQL`.
pub fn postgres_number(url: &Url, sql: &str) -> i64 {
    run(sql, async {
        let mut connection = PgConnection::connect(url.as_str()).await?;
        let number = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(&mut connection)
            .await?;
        connection.close().await?;
        Ok(number)
    })
}

/// Reads one text a row from a `PostgreSQL`.
pub fn postgres_texts(url: &Url, sql: &str) -> Vec<String> {
    run(sql, async {
        let mut connection = PgConnection::connect(url.as_str()).await?;
        let texts = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_all(&mut connection)
            .await?;
        connection.close().await?;
        Ok(texts)
    })
}

/// Reads one text a row from a file.
pub fn sqlite_texts(file: &Path, sql: &str) -> Vec<String> {
    let options = SqliteConnectOptions::new().filename(file);
    run(sql, async {
        let mut connection = SqliteConnection::connect_with(&options).await?;
        let texts = sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_all(&mut connection)
            .await?;
        connection.close().await?;
        Ok(texts)
    })
}

fn run<T>(sql: &str, work: impl Future<Output = Result<T, sqlx::Error>>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(work)
        .unwrap_or_else(|error| panic!("{sql}: {error}"))
}
