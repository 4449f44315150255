//! Whose data each column holds.

use thoughts_testing::personal_data::{Schema, assert_classified};

use crate::database::Database;

#[tokio::test]
async fn every_column_is_classified() {
    let database = Database::fresh().await;
    let sql = database.sql().await;
    // The days of the log are parts of `events`; migrations are sqlx's own.
    let columns: Vec<(String, String)> = sqlx::query_as(
        "SELECT c.relname::text, a.attname::text
         FROM pg_attribute a
         JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'm', 'f')
         JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE a.attnum > 0 AND NOT a.attisdropped AND NOT c.relispartition
             AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
             AND c.relname <> '_sqlx_migrations'
         ORDER BY 1, a.attnum",
    )
    .fetch_all(&sql)
    .await
    .expect("the catalogue");
    assert_classified(Schema::Postgres, &columns);
}
