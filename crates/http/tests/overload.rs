//! More than can be served.

use std::future::{Future, pending};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::stream;
use metrics_exporter_prometheus::PrometheusBuilder;
use poem::Body;
use serde_json::json;
use thoughts_http::Admission;
use thoughts_use_cases::accounts::{Authenticate, AuthenticateError, Caller};
use thoughts_use_cases::idempotency::Settled;
use thoughts_use_cases::posts::{PostView, PublishPost, PublishPostCommand, PublishPostError};
use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::support::{Reply, User, World, world_with};

/// Who asks whose token it is waits here until the test lets him go on.
struct Held {
    then: Arc<dyn Authenticate>,
    arrived: AtomicUsize,
    go_on: Semaphore,
}

#[async_trait]
impl Authenticate for Held {
    async fn execute(&self, token: &str) -> Result<Caller, AuthenticateError> {
        self.arrived.fetch_add(1, Ordering::SeqCst);
        self.go_on.acquire().await.expect("open").forget();
        self.then.execute(token).await
    }
}

impl Held {
    fn arrived(&self) -> usize {
        self.arrived.load(Ordering::SeqCst)
    }
}

fn small(max_in_flight: usize, max_queued: usize) -> Admission {
    Admission {
        max_in_flight,
        max_queued,
        ..Admission::default()
    }
}

/// A service with few places, in which requests with a token are held.
async fn held(max_in_flight: usize, max_queued: usize) -> (World, Arc<Held>, User) {
    let mut port = None;
    let world = world_with(|ports| {
        let held = Arc::new(Held {
            then: ports.authenticate.clone(),
            arrived: AtomicUsize::new(0),
            go_on: Semaphore::new(0),
        });
        ports.authenticate = held.clone();
        ports.settings.admission = small(max_in_flight, max_queued);
        ports.metrics = Some(Arc::new(String::new));
        port = Some(held);
    });
    let alice = world.user("alice").await;
    (world, port.expect("a port"), alice)
}

/// Lets a request go as far as it comes by itself.
fn glance<T>(request: Pin<&mut impl Future<Output = T>>) -> Option<T> {
    match request.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => Some(answer),
        Poll::Pending => None,
    }
}

#[track_caller]
fn shed(reply: Option<Reply>) -> Reply {
    let reply = reply.expect("an answer at once");
    let reply = reply.problem(503, "unavailable");
    assert_eq!(reply.header("retry-after"), Some("1"));
    reply
}

#[tokio::test]
async fn some_are_worked_on_some_wait_and_the_next_is_refused_at_once() {
    let (world, port, alice) = held(2, 1).await;
    let ask = || world.get("/v1/posts").by(&alice).send();
    let (mut first, mut second) = (pin!(ask()), pin!(ask()));
    let mut third = pin!(ask());
    assert!(glance(first.as_mut()).is_none() && glance(second.as_mut()).is_none());
    assert_eq!(port.arrived(), 2, "both are worked on");
    assert!(glance(third.as_mut()).is_none());
    assert_eq!(port.arrived(), 2, "the third waits");
    shed(glance(pin!(ask())));
    shed(glance(pin!(world.get("/nowhere").send())));
    let write = world.post("/v1/posts", &json!({"body": "hello"}));
    shed(glance(pin!(write.by(&alice).send())));

    port.go_on.add_permits(1);
    glance(first.as_mut()).expect("an answer").expect(200);
    assert!(glance(third.as_mut()).is_none());
    assert_eq!(port.arrived(), 3, "its place went to the one who waited");
    let mut fourth = pin!(ask());
    assert!(glance(fourth.as_mut()).is_none(), "there is room to wait");

    port.go_on.add_permits(3);
    for request in [second, third, fourth] {
        request.await.expect(200);
    }
    world.get("/v1/posts").send().await.expect(200);
}

#[tokio::test]
async fn health_answers_while_nothing_else_does() {
    let (world, port, alice) = held(1, 0).await;
    let mut only = pin!(world.get("/v1/posts").by(&alice).send());
    assert!(glance(only.as_mut()).is_none());
    shed(glance(pin!(world.get("/v1/posts").send())));
    for path in ["/livez", "/readyz", "/healthcheck", "/metrics"] {
        for method in ["GET", "HEAD"] {
            let reply = glance(pin!(world.call(method, path).send()));
            reply.expect("an answer at once").expect(200);
        }
    }
    port.go_on.add_permits(1);
    only.await.expect(200);
}

#[tokio::test]
async fn clients_that_leave_free_their_places() {
    let (world, port, alice) = held(1, 1).await;
    let ask = || Box::pin(world.get("/v1/posts").by(&alice).send());
    let (mut working, mut waiting, mut third) = (ask(), ask(), ask());
    assert!(glance(working.as_mut()).is_none() && glance(waiting.as_mut()).is_none());
    drop(waiting);
    assert!(glance(third.as_mut()).is_none(), "there is room to wait");
    drop(working);
    assert!(glance(third.as_mut()).is_none());
    assert_eq!(port.arrived(), 2, "and a place to work");
    port.go_on.add_permits(1);
    third.await.expect(200);
}

#[tokio::test]
async fn nothing_is_read_of_those_who_are_refused() {
    let (world, port, alice) = held(1, 0).await;
    let mut only = pin!(world.get("/v1/posts").by(&alice).send());
    assert!(glance(only.as_mut()).is_none());
    let read = Arc::new(AtomicBool::new(false));
    let note = Arc::clone(&read);
    let body = Body::from_bytes_stream(stream::poll_fn(move |_| {
        note.store(true, Ordering::SeqCst);
        Poll::Ready(None::<Result<bytes::Bytes, std::io::Error>>)
    }));
    let write = world.post("/v1/posts", &json!({})).raw(body);
    shed(glance(pin!(write.send())));
    assert!(!read.load(Ordering::SeqCst));
    port.go_on.add_permits(1);
    only.await.expect(200);
}

#[tokio::test]
async fn an_answer_that_goes_on_holds_no_place() {
    let (world, port, alice) = held(1, 0).await;
    port.go_on.add_permits(1);
    let export = world.get("/v1/me/export").by(&alice).answer().await;
    world.get("/v1/posts").send().await.expect(200);
    let document = export.into_body().into_vec().await.expect("a body");
    assert!(document.ends_with(b"}\n"), "whole");
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_in_the_line_for_more_than_a_second() {
    let (world, port, alice) = held(1, 1).await;
    let mut only = pin!(world.get("/v1/posts").by(&alice).send());
    assert!(glance(only.as_mut()).is_none());
    let began = Instant::now();
    shed(Some(world.get("/v1/posts").send().await));
    assert_eq!(began.elapsed().as_secs(), 1);
    port.go_on.add_permits(1);
    only.await.expect(200);
}

/// Never done, and notes that it was dropped.
struct Endless(Arc<AtomicBool>);

struct Dropped(Arc<AtomicBool>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[async_trait]
impl PublishPost for Endless {
    async fn execute(&self, _: PublishPostCommand) -> Result<Settled<PostView>, PublishPostError> {
        let _dropped = Dropped(Arc::clone(&self.0));
        pending().await
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_that_takes_too_long_is_503() {
    let (world, _port, alice) = held(1, 0).await;
    let began = Instant::now();
    shed(Some(world.get("/v1/posts").by(&alice).send().await));
    assert_eq!(began.elapsed(), Admission::default().deadline);
    world.get("/v1/posts").send().await.expect(200);
}

#[tokio::test(start_paused = true)]
async fn a_write_that_takes_too_long_is_dropped_and_does_not_claim_that_nothing_was_done() {
    let dropped = Arc::new(AtomicBool::new(false));
    let endless = Arc::new(Endless(Arc::clone(&dropped)));
    let world = world_with(|ports| {
        ports.publish_post = endless;
        ports.settings.admission = small(1, 0);
    });
    let alice = world.user("alice").await;
    let write = world.post("/v1/posts", &json!({"body": "hello"}));
    let reply = write.by(&alice).send().await;
    let reply = reply.problem(504, "gateway_timeout");
    assert_eq!(reply.header("retry-after"), Some("1"));
    assert!(reply.text("/detail").contains("not known"), "{reply:?}");
    assert!(dropped.load(Ordering::SeqCst));
    world.get("/v1/posts").send().await.expect(200);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_come_has_changed_nothing() {
    let world = world_with(|ports| ports.settings.admission = small(1, 0));
    let never = stream::pending::<Result<bytes::Bytes, std::io::Error>>();
    let write = world.post("/v1/posts", &json!({}));
    let began = Instant::now();
    let reply = write.raw(Body::from_bytes_stream(never)).send().await;
    reply.problem(503, "unavailable");
    assert_eq!(began.elapsed(), Duration::from_secs(8));
    world.get("/v1/posts").send().await.expect(200);
}

#[tokio::test]
async fn the_line_is_measured() {
    let recorder = PrometheusBuilder::new().build_recorder();
    let told = recorder.handle();
    let _guard = metrics::set_default_local_recorder(&recorder);
    let (world, port, alice) = held(1, 1).await;
    let ask = || world.get("/v1/posts").by(&alice).send();
    let (mut first, mut second) = (pin!(ask()), pin!(ask()));
    assert!(glance(first.as_mut()).is_none() && glance(second.as_mut()).is_none());
    shed(glance(pin!(ask())));
    let holds = |lines: &[&str]| {
        let told = told.render();
        for line in lines {
            assert!(told.contains(&format!("{line}\n")), "{line}\n{told}");
        }
    };
    holds(&[
        "thoughts_requests_in_flight 1",
        "thoughts_requests_queued 1",
        "thoughts_requests_shed_total{reason=\"full\"} 1",
        "thoughts_requests_shed_total{reason=\"waited\"} 0",
        "thoughts_requests_late_total 0",
    ]);
    port.go_on.add_permits(2);
    first.await.expect(200);
    second.await.expect(200);
    holds(&[
        "thoughts_requests_in_flight 0",
        "thoughts_requests_queued 0",
    ]);
}
