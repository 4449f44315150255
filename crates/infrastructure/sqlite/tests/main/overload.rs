//! Who has to wait too long is told so.

use std::sync::Arc;

use thoughts_sqlite::{SqliteOptions, SqliteStorage};
use thoughts_testing::PlainEncoder;
use thoughts_use_cases::storage::{StorageError, Store};

use crate::support::{database, url};

#[tokio::test]
async fn a_writer_that_is_never_free_is_unavailable() {
    let database = database().await;
    let work = database.storage.begin().await.expect("a unit of work");
    let second = database.storage.begin().await.err();
    assert!(
        matches!(second, Some(StorageError::Unavailable(_))),
        "{second:?}"
    );
    drop(work);
    assert!(database.storage.begin().await.is_ok());
}

#[tokio::test]
async fn a_file_that_another_process_keeps_locked_is_a_conflict() {
    let database = database().await;
    let options = SqliteOptions {
        url: url(&database.folder),
        exclusive: false,
    };
    let beside = SqliteStorage::open(&options, Arc::new(PlainEncoder))
        .await
        .expect("a second storage");
    let work = beside.begin().await.expect("a unit of work");
    let second = database.storage.begin().await.err();
    assert!(
        matches!(second, Some(StorageError::Conflict(_))),
        "{second:?}"
    );
    drop(work);
}

#[tokio::test]
async fn a_closed_storage_is_unavailable() {
    let database = database().await;
    database.storage.close().await;
    let begun = database.storage.begin().await.err();
    assert!(matches!(begun, Some(StorageError::Unavailable(_))));
}
