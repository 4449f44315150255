//! The schema, as operators and probes see it.

use std::sync::Arc;

use sqlx::Connection;
use thoughts_sqlite::{SqliteOptions, SqliteStorage};
use thoughts_testing::PlainEncoder;
use thoughts_use_cases::storage::{SchemaState, StorageProbe};

use crate::support::{database, url};

#[tokio::test]
async fn an_empty_file_is_behind_until_it_is_migrated() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = SqliteOptions {
        url: url(&folder),
        exclusive: true,
    };
    let storage = SqliteStorage::open(&options, Arc::new(PlainEncoder))
        .await
        .expect("a database");
    let state = storage.schema().await.expect("a state");
    assert_eq!(
        state,
        SchemaState::Behind {
            missing: "1 accounts".to_owned()
        }
    );
    storage.migrate().await.expect("migrations");
    storage.migrate().await.expect("nothing to do");
    assert_eq!(storage.schema().await.ok(), Some(SchemaState::Current));
}

#[tokio::test]
async fn a_schema_of_a_newer_program_will_do() {
    let database = database().await;
    let mut outside = database.outside().await;
    sqlx::query(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (9999, 'of a later day', TRUE, x'00', 0)",
    )
    .execute(&mut outside)
    .await
    .expect("a later migration");
    database.storage.migrate().await.expect("nothing to do");
    assert_eq!(
        database.storage.schema().await.ok(),
        Some(SchemaState::Current)
    );
    outside.close().await.expect("close");
}

#[tokio::test]
async fn the_pool_tells_how_it_is() {
    let database = database().await;
    let usage = database.storage.pool();
    assert!(usage.open >= 1 && usage.idle <= usage.open);
    assert!(usage.max > 4, "one writer and four readers a core");

    let options = SqliteOptions {
        url: url(&database.folder),
        exclusive: false,
    };
    let small = SqliteStorage::open_with_readers(&options, 2, Arc::new(PlainEncoder))
        .await
        .expect("a second storage");
    assert_eq!(small.pool().max, 3);
}
