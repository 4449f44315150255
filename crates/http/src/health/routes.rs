//! The routes that orchestrators and load balancers ask.

use std::sync::Arc;

use poem::http::StatusCode;
use poem_openapi::OpenApi;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::limits::LimiterState;

use super::check::ask;
use super::wire::{CheckJson, Checks, HealthJson, StatusJson, check};
use crate::answer::{Answer, Health, Plain, json};
use crate::envelope::NeverCached;
use crate::ports::Ports;
use crate::problem::{Problem, kinds};
use crate::tags::Tag;

/// When to ask again, in seconds.
const PAUSE: u32 = 1;

/// Whether the service lives, is ready, and how its parts are.
pub(crate) struct HealthApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::Health")]
impl HealthApi {
    /// Does the process live?
    ///
    /// 200 while the process runs; asks nothing of anybody.
    #[oai(path = "/livez", method = "get", operation_id = "live")]
    #[expect(clippy::unused_async, reason = "operations are async")]
    async fn live(&self) -> Result<Answer<Plain, StatusJson<'static>>, Problem> {
        Ok(passed())
    }

    /// Is the replica ready?
    ///
    /// 200 when the database answers within a second, its schema is current and the replica is
    /// not draining; otherwise 503 that names what failed.
    #[oai(path = "/readyz", method = "get", operation_id = "ready")]
    async fn ready(&self) -> Result<Answer<Plain, StatusJson<'static>>, Problem> {
        let fault = if self.0.drain.is_draining() {
            Some("replica: is draining".to_owned())
        } else {
            ask(&*self.0.probe).await.fault
        };
        match fault {
            None => Ok(passed()),
            Some(fault) => Err(Problem::new(&kinds::NOT_READY)
                .saying(fault)
                .retry_after(PAUSE)),
        }
    }

    /// How are the parts?
    ///
    /// Each part with its measurements, as `application/health+json`; 503 when one fails. A part
    /// that does without something says `warn`, and the service goes on.
    #[oai(path = "/healthcheck", method = "get", operation_id = "checkHealth")]
    async fn health(&self) -> Result<Answer<Health, HealthJson<'static>>, Problem> {
        let storage = ask(&*self.0.probe).await;
        let now = self.0.clock.now();
        let pool = self.0.probe.pool();
        let fault = storage.fault.as_deref();
        let draining = self.0.drain.is_draining().then_some("is draining");
        let milliseconds = storage.took.as_secs_f64() * 1_000.0;
        let open = f64::from(pool.open);
        let degraded = self.0.limiter.state() == LimiterState::Degraded;
        let sound = fault.is_none() && draining.is_none();
        let body = json(&HealthJson {
            status: match (sound, degraded) {
                (false, _) => "fail",
                (true, true) => "warn",
                (true, false) => "pass",
            },
            version: "1",
            release_id: env!("CARGO_PKG_VERSION"),
            description: "Thoughts",
            checks: Checks {
                response_time: [check(fault, "datastore", Some((milliseconds, "ms")), now)],
                connections: [check(None, "datastore", Some((open, "connections")), now)],
                drain: [check(draining, "system", None, now)],
                limits: [limits(degraded, now)],
            },
        });
        let status = if sound {
            StatusCode::OK
        } else {
            StatusCode::SERVICE_UNAVAILABLE
        };
        Ok(Answer::json(status, body).marked(NeverCached))
    }
}

/// Limits go on without their shared store, less strictly.
fn limits(degraded: bool, now: Timestamp) -> CheckJson<'static> {
    let entry = check(None, "datastore", None, now);
    if !degraded {
        return entry;
    }
    CheckJson {
        status: "warn",
        output: Some("the shared store is away: this replica counts for itself"),
        ..entry
    }
}

fn passed() -> Answer<Plain, StatusJson<'static>> {
    let body = json(&StatusJson { status: "pass" });
    Answer::json(StatusCode::OK, body).marked(NeverCached)
}
