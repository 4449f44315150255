//! Health, drain and metrics.

use std::future::pending;
use std::sync::Arc;

use async_trait::async_trait;
use thoughts_use_cases::storage::{
    MockStorageProbe, PoolUsage, SchemaState, StorageError, StorageProbe,
};

use crate::support::{world, world_with};

#[tokio::test]
async fn a_sound_replica_is_alive_and_ready() {
    let world = world();
    for path in ["/livez", "/readyz"] {
        let reply = world.get(path).send().await.expect(200);
        assert_eq!(reply.text("/status"), "pass");
        let head = world.call("HEAD", path).send().await.expect(200);
        assert_eq!(head.header("content-type"), reply.header("content-type"));
    }
    let health = world.get("/healthcheck").send().await.expect(200);
    assert_eq!(
        health.header("content-type"),
        Some("application/health+json")
    );
    let body = health.json();
    assert_eq!(body["status"], "pass");
    for part in [
        "database:responseTime",
        "database:connections",
        "replica:drain",
    ] {
        assert_eq!(body["checks"][part][0]["status"], "pass", "{part}");
    }
}

#[tokio::test]
async fn a_draining_replica_is_not_ready_but_answers() {
    let world = world();
    let before = world.get("/v1/posts").send().await.expect(200);
    assert_eq!(before.header("connection"), None);
    world.drain.begin();
    let reply = world.get("/readyz").send().await.problem(503, "not_ready");
    assert_eq!(reply.text("/detail"), "replica: is draining");
    world.get("/livez").send().await.expect(200);
    for path in ["/v1/posts", "/nowhere", "/livez"] {
        let reply = world.get(path).send().await;
        assert_eq!(reply.header("connection"), Some("close"), "{path}");
    }
    let health = world.get("/healthcheck").send().await.expect(503);
    assert_eq!(health.text("/checks/replica:drain/0/output"), "is draining");
}

#[tokio::test]
async fn what_failed_is_named_without_internals() {
    let mut behind = MockStorageProbe::new();
    let missing = || "0002_events".to_owned();
    behind
        .expect_schema()
        .returning(move || Ok(SchemaState::Behind { missing: missing() }));
    behind.expect_pool().returning(PoolUsage::default);
    let world = world_with(|ports| ports.probe = Arc::new(behind));
    let reply = world.get("/readyz").send().await.problem(503, "not_ready");
    assert_eq!(
        reply.text("/detail"),
        "schema: migration 0002_events has not been applied"
    );
    let health = world.get("/healthcheck").send().await.expect(503);
    assert_eq!(health.text("/status"), "fail");
    assert_eq!(
        health.text("/checks/database:responseTime/0/status"),
        "fail"
    );

    let mut lost = MockStorageProbe::new();
    let cause = || StorageError::Unavailable("connect to 10.1.2.3 refused".into());
    lost.expect_schema().returning(move || Err(cause()));
    let world = world_with(|ports| ports.probe = Arc::new(lost));
    let reply = world.get("/readyz").send().await.problem(503, "not_ready");
    assert_eq!(reply.text("/detail"), "database: does not answer");
    world.get("/livez").send().await.expect(200);
}

struct Silent;

#[async_trait]
impl StorageProbe for Silent {
    async fn schema(&self) -> Result<SchemaState, StorageError> {
        pending().await
    }

    fn pool(&self) -> PoolUsage {
        PoolUsage::default()
    }
}

#[tokio::test(start_paused = true)]
async fn a_silent_storage_is_waited_for_a_second() {
    let world = world_with(|ports| ports.probe = Arc::new(Silent));
    let reply = world.get("/readyz").send().await.problem(503, "not_ready");
    assert_eq!(
        reply.text("/detail"),
        "database: did not answer within a second"
    );
}

#[tokio::test]
async fn metrics_are_served_only_when_they_are_asked_for() {
    world()
        .get("/metrics")
        .send()
        .await
        .problem(404, "not_found");
    let render = || "http_requests_total 1\n".to_owned();
    let world = world_with(|ports| ports.metrics = Some(Arc::new(render)));
    let reply = world.get("/metrics").send().await.expect(200);
    assert_eq!(reply.body, b"http_requests_total 1\n");
    assert_eq!(reply.header("cache-control"), Some("no-store"));
}
