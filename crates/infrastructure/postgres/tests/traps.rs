//! What sqlx and `PostgreSQL` do by themselves, and what is done against it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use sqlx::postgres::PgListener;
use thoughts_postgres::PostgresOptions;
use thoughts_testing::builders::a_user;
use thoughts_use_cases::accounts::PasswordHash;
use thoughts_use_cases::events::EventLog;
use thoughts_use_cases::storage::{PoolUsage, StorageError, StorageProbe, Store};

use crate::database::Database;

fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else {
            let text = fs::read_to_string(&path).expect("text");
            found.push((path.display().to_string(), text));
        }
    }
    found
}

fn places(folder: &str, needle: &str) -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let found = sources(&root);
    assert!(!found.is_empty());
    let hits = found
        .into_iter()
        .filter(|(_, text)| text.to_lowercase().contains(needle));
    hits.map(|(name, _)| name).collect()
}

/// Prepared plans never heal after a schema change when a query says so (sqlx 1250).
#[test]
fn no_query_asks_for_all_columns() {
    assert_eq!(places("src", "select *"), [""; 0]);
    assert_eq!(places("migrations", "select *"), [""; 0]);
    assert_eq!(places("src", "returning *"), [""; 0]);
}

/// Two that migrate at once deadlock on it under the advisory lock.
#[test]
fn no_migration_builds_an_index_concurrently() {
    assert_eq!(places("migrations", "concurrently"), [""; 0]);
}

/// A capacity of 0 leaks prepared statements on the server (sqlx 4328).
#[test]
fn the_statement_cache_is_left_on() {
    assert_eq!(places("src", "statement_cache_capacity"), [""; 0]);
}

/// NOTIFY inside of a writing transaction makes all commits queue behind one another.
#[test]
fn only_the_sequencer_notifies() {
    let found = places("src", "pg_notify");
    assert!(
        found.len() == 1 && found[0].ends_with("events/sequencer.rs"),
        "{found:?}"
    );
    assert_eq!(places("src", "\"notify"), [""; 0]);
}

#[tokio::test]
async fn listeners_are_told_once_the_log_has_grown() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let mut listener = PgListener::connect(&database.url())
        .await
        .expect("a listener");
    listener.listen("thoughts_events").await.expect("listening");
    scene.register("alice").await;
    scene.register("bob").await;
    assert_eq!(storage.sequence(100).await.expect("sequenced"), 2);
    let told = listener.recv().await.expect("a notification");
    assert_eq!(
        told.payload(),
        "2",
        "the first word comes from the sequencer"
    );
    // Who is woken finds what he was told of.
    assert_eq!(storage.read(0, 10).await.expect("events").len(), 2);
}

#[tokio::test]
async fn every_connection_has_its_limits() {
    let database = Database::fresh().await;
    let storage = database
        .storage_with(&PostgresOptions {
            max_connections: 1,
            statement_timeout: Duration::from_millis(100),
            lock_timeout: Duration::from_millis(50),
            acquire_timeout: Duration::from_millis(200),
            ..database.options()
        })
        .await;
    let (_, scene) = database.scene().await;
    let user = scene.register("alice").await;

    // A lock that is held elsewhere: a conflict, and the caller may try again.
    let mut holder = scene.begin().await;
    holder.users().lock(user.id).await.expect("a lock");
    let mut work = storage.begin().await.expect("a unit of work");
    let waited = work.users().lock(user.id).await;
    assert!(
        matches!(waited, Err(StorageError::Conflict(_))),
        "{waited:?}"
    );

    // No connection is free: unavailable, and soon.
    let begun = storage.begin().await.map(drop);
    assert!(
        matches!(begun, Err(StorageError::Unavailable(_))),
        "{begun:?}"
    );
    drop(work);

    // A table that is locked elsewhere keeps even a read from being answered.
    let sql = database.sql().await;
    let mut blocker = sql.begin().await.expect("a transaction");
    sqlx::raw_sql("LOCK TABLE event_head IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *blocker)
        .await
        .expect("a lock");
    let read = storage.head().await;
    assert!(
        matches!(
            read,
            Err(StorageError::Conflict(_) | StorageError::Unavailable(_))
        ),
        "{read:?}"
    );
    drop(blocker);
    storage.head().await.expect("an answer again");
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_unavailable() {
    let database = Database::fresh().await;
    let storage = database
        .storage_with(&PostgresOptions {
            statement_timeout: Duration::from_millis(50),
            lock_timeout: Duration::ZERO,
            ..database.options()
        })
        .await;
    let sql = database.sql().await;
    let mut blocker = sql.begin().await.expect("a transaction");
    sqlx::raw_sql("LOCK TABLE event_head IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *blocker)
        .await
        .expect("a lock");
    let read = storage.head().await;
    assert!(
        matches!(read, Err(StorageError::Unavailable(_))),
        "{read:?}"
    );
}

#[tokio::test]
async fn a_transaction_that_nobody_ends_is_ended() {
    let database = Database::fresh().await;
    let storage = database
        .storage_with(&PostgresOptions {
            idle_in_transaction_session_timeout: Duration::from_millis(50),
            ..database.options()
        })
        .await;
    let (_, scene) = database.scene().await;
    let user = scene.register("alice").await;
    let mut forgotten = storage.begin().await.expect("a unit of work");
    forgotten.users().lock(user.id).await.expect("a lock");
    // Waits for the server to end it, not for a time: without the limit this never returns.
    scene
        .begin()
        .await
        .users()
        .lock(user.id)
        .await
        .expect("the lock is free again");
    let late = forgotten.users().lock(user.id).await;
    assert!(
        matches!(late, Err(StorageError::Unavailable(_))),
        "{late:?}"
    );
}

#[tokio::test]
async fn a_taken_name_leaves_the_unit_of_work_usable() {
    let database = Database::fresh().await;
    let (_storage, scene) = database.scene().await;
    scene.register("alice").await;
    let again = a_user("alice").build(&scene.ids, &scene.clock);
    let mut work = scene.begin().await;
    let hash = PasswordHash::new("hash".to_owned());
    work.users()
        .insert(&again, Some(hash))
        .await
        .expect("an outcome");
    assert!(
        work.users()
            .lock_by_handle(&again.handle)
            .await
            .expect("usable")
            .is_some()
    );
    work.commit().await.expect("commit");
}

#[tokio::test]
async fn the_pool_tells_its_use() {
    let database = Database::fresh().await;
    let storage = database
        .storage_with(&PostgresOptions {
            max_connections: 3,
            ..database.options()
        })
        .await;
    assert_eq!(
        storage.pool(),
        PoolUsage {
            open: 0,
            idle: 0,
            max: 3
        }
    );
    let work = storage.begin().await.expect("a unit of work");
    assert_eq!(
        storage.pool(),
        PoolUsage {
            open: 1,
            idle: 0,
            max: 3
        }
    );
    drop(work);
}

#[test]
fn the_defaults_are_short() {
    let options = PostgresOptions::new("postgres:///db");
    assert_eq!(options.acquire_timeout, Duration::from_secs(3));
    assert!(options.lock_timeout <= options.statement_timeout);
    assert!(options.max_connections >= 4 && options.max_connections.is_multiple_of(4));
}
