//! Opening the file, and why it may fail: one clear line each.

use std::fs;
use std::sync::Arc;

use thoughts_sqlite::{OpenError, SqliteOptions, SqliteStorage};
use thoughts_testing::PlainEncoder;
use thoughts_use_cases::storage::{SchemaState, StorageProbe};

use crate::support::{database, path, url};

async fn open(url: &str, exclusive: bool) -> Result<SqliteStorage, OpenError> {
    let options = SqliteOptions {
        url: url.to_owned(),
        exclusive,
    };
    SqliteStorage::open(&options, Arc::new(PlainEncoder)).await
}

/// The line that an operator would see.
async fn refusal(url: &str) -> String {
    let line = match open(url, true).await {
        Ok(_) => panic!("{url} was opened"),
        Err(error) => error.to_string(),
    };
    assert!(!line.contains('\n'), "more than one line: {line}");
    line
}

#[tokio::test]
async fn missing_folders_are_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("a/b/thoughts.db");
    open(&format!("sqlite://{}", file.display()), true)
        .await
        .expect("a database");
    assert!(file.is_file());
}

#[tokio::test]
async fn a_second_server_on_the_same_file_is_refused() {
    let database = database().await;
    let url = url(&database.folder);
    let line = refusal(&url).await;
    assert!(line.contains("in use by another process"), "{line}");
    assert!(line.contains("thoughts.db"), "{line}");
}

#[tokio::test]
async fn commands_may_run_beside_a_server() {
    let database = database().await;
    let beside = open(&url(&database.folder), false).await.expect("a second");
    assert_eq!(beside.schema().await.ok(), Some(SchemaState::Current));
}

#[tokio::test]
async fn a_server_that_has_gone_leaves_no_lock() {
    let first = database().await;
    first.storage.close().await;
    drop(first.storage);
    assert!(open(&url(&first.folder), true).await.is_ok());
}

#[tokio::test]
async fn a_file_that_holds_something_else_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "Dear diary, ".repeat(100);
    fs::write(path(&folder), &text).expect("a file");
    let line = refusal(&url(&folder)).await;
    assert!(line.contains("is not an SQLite database"), "{line}");
    assert_eq!(fs::read_to_string(path(&folder)).expect("text"), text);
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("data"), "a file").expect("a file");
    let inside = folder.path().join("data/thoughts.db");
    let line = refusal(&format!("sqlite://{}", inside.display())).await;
    assert!(line.contains("cannot be written to"), "{line}");
}

#[tokio::test]
async fn a_folder_in_place_of_the_file_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(path(&folder)).expect("a folder");
    let line = refusal(&url(&folder)).await;
    assert!(line.contains("cannot be opened for writing"), "{line}");
}

#[tokio::test]
async fn urls_that_name_no_file_are_refused() {
    for url in ["sqlite::memory:", "sqlite://x.db?mode=memory", "sqlite://"] {
        let line = refusal(url).await;
        assert!(line.contains("is not a usable SQLite URL"), "{line}");
    }
    let line = refusal("sqlite://x.db?colour=red").await;
    assert!(line.contains("colour"), "{line}");
}
