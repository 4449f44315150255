//! The log's partitions.

use std::time::Duration;

use sqlx::postgres::PgPool;
use thoughts_use_cases::events::EventLog;
use thoughts_use_cases::integrity::IntegrityCheck;
use thoughts_use_cases::storage::{Housekeeping, RetentionPolicy};

use crate::database::Database;

const DAY: Duration = Duration::from_hours(24);

fn keep(events: Duration) -> RetentionPolicy {
    RetentionPolicy {
        answers: DAY,
        ended_sessions: DAY,
        erased_identities: DAY,
        rankings: DAY,
        events,
    }
}

async fn rows(sql: &PgPool, table: &'static str) -> i64 {
    sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {table}")))
        .fetch_one(sql)
        .await
        .expect("a count")
}

#[tokio::test]
async fn what_the_net_caught_moves_into_its_day() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let sql = database.sql().await;
    scene.register("alice").await;
    scene.register("bob").await;
    storage.sequence(10).await.expect("sequenced");
    // The scene's clock shows a day that no migration made a partition for.
    assert_eq!(rows(&sql, "events_default").await, 2);
    let before = storage.read(0, 10).await.expect("events");
    storage
        .sweep(&keep(DAY * 30), scene.now())
        .await
        .expect("swept");
    assert_eq!(rows(&sql, "events_default").await, 0);
    assert_eq!(rows(&sql, "events_20260102").await, 2);
    assert_eq!(storage.read(0, 10).await.expect("events"), before);
    assert_eq!(storage.verify(false).await.expect("verified"), []);
}

#[tokio::test]
async fn old_days_are_dropped_whole() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let sql = database.sql().await;
    storage
        .sweep(&keep(DAY * 30), scene.now())
        .await
        .expect("swept");
    scene.register("old").await;
    scene.clock.advance(DAY * 2);
    scene.register("young").await;
    storage.sequence(10).await.expect("sequenced");
    let report = storage.sweep(&keep(DAY), scene.now()).await.expect("swept");
    assert_eq!(report.events, 1);
    let left = storage.read(0, 10).await.expect("events");
    assert_eq!(
        left.iter().map(|event| event.position).collect::<Vec<_>>(),
        [2]
    );
    let gone: bool = sqlx::query_scalar("SELECT to_regclass('events_20260102') IS NULL")
        .fetch_one(&sql)
        .await
        .expect("an answer");
    assert!(gone);
    assert_eq!(storage.verify(false).await.expect("verified"), []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_sweeps_at_once_do_no_harm() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    let now = scene.now();
    let sweeps = [storage.clone(), storage.clone(), storage.clone()]
        .map(|storage| tokio::spawn(async move { storage.sweep(&keep(DAY), now).await }));
    for sweep in sweeps {
        sweep.await.expect("no panic").expect("swept");
    }
}

#[tokio::test]
async fn a_gap_is_found() {
    let database = Database::fresh().await;
    let (storage, scene) = database.scene().await;
    for handle in ["one", "two", "three"] {
        scene.register(handle).await;
    }
    storage.sequence(10).await.expect("sequenced");
    let sql = database.sql().await;
    sqlx::raw_sql("DELETE FROM events WHERE position = 2")
        .execute(&sql)
        .await
        .expect("a gap");
    let findings = storage.verify(false).await.expect("verified");
    assert_eq!(findings.len(), 1);
    assert_eq!(
        (findings[0].check, findings[0].detail.as_str()),
        ("events.position", "follows 1")
    );
}
