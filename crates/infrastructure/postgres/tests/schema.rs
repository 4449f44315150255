//! The schema: how it is compared, and what no column of it may be.

use std::sync::Arc;

use thoughts_postgres::{PostgresOptions, PostgresStorage};
use thoughts_testing::PlainEncoder;
use thoughts_use_cases::storage::{SchemaState, StorageProbe};

use crate::database::Database;

#[tokio::test]
async fn behind_until_it_is_migrated() {
    let database = Database::empty().await;
    let storage = database.storage().await;
    let behind = SchemaState::Behind {
        missing: "0001_accounts".to_owned(),
    };
    assert_eq!(storage.schema().await.expect("an answer"), behind);
    storage.migrate().await.expect("the migrations fit");
    assert_eq!(
        storage.schema().await.expect("an answer"),
        SchemaState::Current
    );
}

#[tokio::test]
async fn names_the_first_that_is_missing_and_minds_no_later_one() {
    let database = Database::fresh().await;
    let storage = database.storage().await;
    let sql = database.sql().await;
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'of a newer program', true, '', 0)",
    )
    .execute(&sql)
    .await
    .expect("a note");
    assert_eq!(
        storage.schema().await.expect("an answer"),
        SchemaState::Current
    );
    storage
        .migrate()
        .await
        .expect("a newer program's migrations do no harm");

    sqlx::query("DELETE FROM _sqlx_migrations WHERE version = 4")
        .execute(&sql)
        .await
        .expect("a step back");
    let behind = SchemaState::Behind {
        missing: "0004_events".to_owned(),
    };
    assert_eq!(storage.schema().await.expect("an answer"), behind);
}

#[tokio::test]
async fn looking_needs_no_right_to_change_anything() {
    let database = Database::fresh().await;
    let sql = database.sql().await;
    let role = format!("reader_{}", std::process::id());
    for statement in [
        format!("CREATE ROLE {role} LOGIN"),
        format!("GRANT SELECT ON _sqlx_migrations TO {role}"),
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC".to_owned(),
    ] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(statement))
            .execute(&sql)
            .await
            .expect("a right");
    }
    let url = format!("{}&user={role}", database.url());
    let options = PostgresOptions::new(url);
    let storage = PostgresStorage::connect(&options, Arc::new(PlainEncoder)).await;
    let state = storage.expect("a connection").schema().await;
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "DROP OWNED BY {role}; DROP ROLE {role}"
    )))
    .execute(&sql)
    .await
    .expect("the role goes");
    assert_eq!(state.expect("an answer"), SchemaState::Current);
}

#[tokio::test]
async fn two_that_migrate_at_once_wait_for_each_other() {
    let database = Database::empty().await;
    let storages = [database.storage().await, database.storage().await];
    let [one, other] = storages.map(|storage| tokio::spawn(async move { storage.migrate().await }));
    one.await.expect("no panic").expect("the first migrates");
    other
        .await
        .expect("no panic")
        .expect("the second finds nothing to do");
}

/// A `char(n)` column against a text parameter is cast and loses its index; any collation but "C"
/// makes every comparison of ids slower, and its index useless to another version of libc.
#[tokio::test]
async fn ids_are_text_in_collation_c() {
    let database = Database::fresh().await;
    let sql = database.sql().await;
    let wrong: Vec<(String, String)> = sqlx::query_as(
        "SELECT c.relname::text, a.attname::text
         FROM pg_attribute a
         JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
         JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
         JOIN pg_type t ON t.oid = a.atttypid
         LEFT JOIN pg_collation l ON l.oid = a.attcollation
         WHERE a.attnum > 0 AND c.relname <> '_sqlx_migrations'
             AND (t.typname = 'bpchar'
                 OR (a.attname ~ '(^|_)id$' AND (t.typname <> 'text' OR l.collname <> 'C')))",
    )
    .fetch_all(&sql)
    .await
    .expect("the catalogue");
    assert_eq!(wrong, []);
    let ids: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM information_schema.columns
         WHERE table_schema = 'public' AND column_name ~ '(^|_)id$'",
    )
    .fetch_one(&sql)
    .await
    .expect("the catalogue");
    assert!(ids > 20, "the catalogue was read wrongly");
}
