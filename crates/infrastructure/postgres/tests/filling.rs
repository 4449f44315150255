//! Filling empty projections: the indexes are there again, and references are looked up again.

use std::sync::Arc;

use sqlx::postgres::PgPool;
use sqlx::{AssertSqlSafe, raw_sql};
use thoughts_postgres::PostgresOptions;
use thoughts_testing::contract::{Adapter, Scene};
use thoughts_testing::{FixedClock, PlainEncoder, SequentialIds};
use thoughts_use_cases::discovery::SearchReader;
use thoughts_use_cases::notifications::NotificationReader;
use thoughts_use_cases::readers::{Reader, ReaderRun, StartRebuild, Unwatched};

use crate::database::Database;

/// Every reader whose projection can be filled.
fn readers() -> [Arc<dyn Reader>; 2] {
    let ids = Arc::new(SequentialIds::starting_at(9_000_000));
    let events = Arc::new(PlainEncoder);
    [
        Arc::new(NotificationReader { ids, events }),
        Arc::new(SearchReader),
    ]
}

async fn fill(scene: &Scene, reader: Arc<dyn Reader>) -> bool {
    let start = StartRebuild {
        store: Arc::clone(&scene.adapter.store),
        log: Arc::clone(&scene.adapter.log),
    };
    start.execute(&*reader).await.expect("a start");
    let mut run = ReaderRun::new(
        reader,
        Arc::clone(&scene.adapter.store),
        Arc::clone(&scene.adapter.log),
        Arc::new(FixedClock::default()),
        Arc::new(Unwatched),
    );
    run.fill().await.expect("an answer")
}

async fn indexes(sql: &PgPool) -> Vec<String> {
    let found = sqlx::query_scalar(
        "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname",
    );
    found.fetch_all(sql).await.expect("indexes")
}

async fn number(sql: &PgPool, query: &'static str) -> i64 {
    let found = sqlx::query_scalar(query).fetch_one(sql).await;
    found.expect("a number")
}

#[tokio::test]
async fn every_index_is_there_again_and_references_count() {
    let database = Database::fresh().await;
    let (_, scene) = database.scene().await;
    let sql = database.sql().await;
    let alice = scene.register("alice").await;
    let bob = scene.register("bob").await;
    let post = scene.publish(&alice, "a post").await;
    let comment = scene.comment(&bob, &post, "a comment").await;
    let before = indexes(&sql).await;
    for reader in readers() {
        assert!(fill(&scene, reader).await);
    }
    assert_eq!(indexes(&sql).await, before);
    let told = "SELECT count(*) FROM notification_entries";
    assert_eq!(number(&sql, told).await, 1);
    assert_eq!(number(&sql, "SELECT count(*) FROM post_search").await, 1);
    let invalid = "SELECT count(*) FROM pg_index WHERE NOT indisvalid";
    assert_eq!(number(&sql, invalid).await, 0);
    // It goes with what it is about, on the connections of the adapter too.
    scene.delete_comment(&comment).await;
    assert_eq!(number(&sql, told).await, 0);
    scene.delete_post(&post).await;
    assert_eq!(number(&sql, "SELECT count(*) FROM post_search").await, 0);
}

#[tokio::test]
async fn what_was_not_finished_leaves_every_index() {
    let database = Database::fresh().await;
    let (_, scene) = database.scene().await;
    let sql = database.sql().await;
    let before = indexes(&sql).await;
    let mut work = scene.begin().await;
    assert!(work.notifications().begin_filling().await.expect("begun"));
    drop(work);
    let mut work = scene.begin().await;
    assert!(work.search().begin_filling().await.expect("begun"));
    drop(work);
    // Both are rolled back by then: this reads tables that they had for themselves.
    number(&sql, "SELECT count(*) FROM notifications, post_search").await;
    assert_eq!(indexes(&sql).await, before);
}

#[tokio::test]
async fn who_does_not_own_the_tables_takes_steps() {
    let database = Database::fresh().await;
    let sql = database.sql().await;
    let role = format!("guest_{}", std::process::id());
    for statement in [
        format!("CREATE ROLE {role} LOGIN"),
        format!("GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}"),
        format!("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {role}"),
    ] {
        let granted = raw_sql(AssertSqlSafe(statement)).execute(&sql).await;
        granted.expect("a role");
    }
    let options = PostgresOptions::new(format!("{}&user={role}", database.url()));
    let storage = database.storage_with(&options).await;
    let scene = Scene::over(Adapter::of(&storage, Box::new(())));
    for reader in readers() {
        assert!(!fill(&scene, reader).await);
    }
    storage.close().await;
    let gone = format!("DROP OWNED BY {role}; DROP ROLE {role}");
    let gone = raw_sql(AssertSqlSafe(gone)).execute(&sql).await;
    gone.expect("the role goes");
}
