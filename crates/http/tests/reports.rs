//! The log and the metrics.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusBuilder;
use serde_json::{Value, json};
use thoughts_http::Admission;
use thoughts_use_cases::posts::MockPostQueries;
use thoughts_use_cases::storage::StorageError;

use crate::support::{world, world_with};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("a lock").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Lines {
    fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let lines = self.clone();
        let format = tracing_subscriber::fmt()
            .json()
            .with_writer(move || lines.clone());
        tracing::subscriber::set_default(format.finish())
    }

    fn take(&self) -> String {
        let bytes = std::mem::take(&mut *self.0.lock().expect("a lock"));
        String::from_utf8(bytes).expect("text")
    }
}

#[tokio::test]
async fn one_line_tells_of_a_request_without_what_is_private() {
    let lines = Lines::default();
    let _guard = lines.listen();
    let proxies = vec!["127.0.0.1".parse().expect("a network")];
    let world = world_with(|ports| ports.settings.trusted_proxies = proxies);
    let alice = world.user("alice").await;
    let body = json!({"login": "alice@example.com", "password": "correct horse"});
    world.post("/v1/auth/login", &body).send().await.expect(200);
    let told = lines.take();
    for private in [
        "@example.com",
        "correct horse",
        &alice.token,
        &alice.refresh_token,
    ] {
        assert!(!told.contains(private), "{told}");
    }
    let call = world.get("/v1/users/x/posts?secret=1").by(&alice);
    call.header("x-request-id", "mine").send().await.expect(404);
    let told = lines.take();
    assert_eq!(told.lines().count(), 1, "{told}");
    let line: Value = serde_json::from_str(&told).expect("JSON");
    let fields = &line["fields"];
    assert_eq!(fields["request_id"], "mine");
    assert_eq!(fields["method"], "GET");
    assert_eq!(fields["route"], "/v1/users/{id}/posts");
    assert_eq!(fields["status"], 404);
    assert_eq!(fields["user_id"], alice.id.as_str());
    assert!(fields["duration_ms"].is_number());
    assert!(
        !told.contains("secret") && !told.contains(&alice.token),
        "{told}"
    );
}

#[tokio::test]
async fn a_cause_is_told_once_with_the_request_id() {
    let lines = Lines::default();
    let mut posts = MockPostQueries::new();
    let fail = || StorageError::Failed("disk full".into());
    posts.expect_feed().returning(move |_, _, _| Err(fail()));
    let world = world_with(|ports| ports.posts = Arc::new(posts));
    let _guard = lines.listen();
    let call = world.get("/v1/posts").header("x-request-id", "mine");
    call.send().await.problem(500, "internal");
    let told = lines.take();
    assert_eq!(told.matches("disk full").count(), 1, "{told}");
    let line = told
        .lines()
        .find(|line| line.contains("disk full"))
        .expect("a line");
    assert!(line.contains("\"request_id\":\"mine\""), "{line}");
}

#[tokio::test(start_paused = true)]
async fn those_who_are_refused_share_a_line() {
    let lines = Lines::default();
    let _guard = lines.listen();
    let nobody = Admission {
        max_in_flight: 0,
        max_queued: 0,
        ..Admission::default()
    };
    let world = world_with(|ports| ports.settings.admission = nobody);
    let refused = async || {
        world.get("/v1/posts").send().await.expect(503);
        lines.take()
    };
    let told = refused().await;
    assert!(told.contains("\"count\":1"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
    assert_eq!(refused().await, "");
    tokio::time::advance(Duration::from_secs(1)).await;
    let told = refused().await;
    assert!(told.contains("\"count\":2"), "{told}");
    assert_eq!(told.lines().count(), 1, "{told}");
}

#[tokio::test]
async fn requests_are_counted_by_template() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).expect("the only recorder");
    let world = world();
    world.get("/v1/posts/x").send().await.expect(404);
    world.get("/made/up/1").send().await.expect(404);
    world.get("/made/up/2").send().await.expect(404);
    world.call("BREW", "/v1/posts").send().await.expect(405);
    let told = handle.render();
    for line in [
        "http_requests_total{method=\"GET\",route=\"/v1/posts/{id}\",status=\"404\"} 1",
        "http_requests_total{method=\"GET\",route=\"unmatched\",status=\"404\"} 2",
        "http_requests_total{method=\"OTHER\",route=\"/v1/posts\",status=\"405\"} 1",
    ] {
        assert!(told.contains(line), "{line}\n{told}");
    }
    assert!(told.contains("http_request_duration_seconds"), "{told}");
    assert!(told.contains("status_class=\"4xx\""), "{told}");
}
