//! What runs beside the requests.

mod counters;
mod erasure;
mod gauges;
mod housekeeping;
mod mail;
mod provider_keys;
mod readers;
mod redis;
mod reseal;
mod sequencer;
mod session_watch;
mod supervisor;

use std::sync::Arc;

use metrics_exporter_prometheus::PrometheusHandle;
use thoughts_redis::RedisLimiter;
use thoughts_use_cases::accounts::{OutsideTokens, SessionWatch};
use thoughts_use_cases::erasure::ContinueErasure;
use thoughts_use_cases::events::EventPosition;
use thoughts_use_cases::mail::DeliverMail;
use thoughts_use_cases::readers::{Reader, Steps};
use thoughts_use_cases::second_factor::ResealSecrets;
use thoughts_use_cases::storage::RetentionPolicy;
use thoughts_use_cases::system::Clock;
use tokio::sync::watch;

use crate::storage::Storage;

pub use supervisor::Workers;

/// What those that serve requests need beside them.
pub struct Upkeep {
    /// Is told of ended sessions.
    pub watch: Arc<SessionWatch>,
    /// Verifies tokens of an outside provider, when one is named.
    pub outside: Option<Arc<dyn OutsideTokens>>,
    /// Goes on with erasures.
    pub erasing: Arc<dyn ContinueErasure>,
    /// Seals secrets under the present key.
    pub reseal: Arc<dyn ResealSecrets>,
    /// How long things are kept.
    pub retention: RetentionPolicy,
    /// Sends mails; none when nobody does.
    pub deliver_mail: Option<Arc<dyn DeliverMail>>,
    /// The limiter that must be kept connected, when there is one.
    pub redis: Option<Arc<RedisLimiter>>,
}

/// What workers work with.
pub struct Tools {
    /// The storage.
    pub storage: Storage,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Collects metrics.
    pub metrics: PrometheusHandle,
    /// Is told of every step of a reader.
    pub steps: Arc<dyn Steps>,
    /// How far the log is, as far as this process knows.
    pub head: watch::Sender<Option<EventPosition>>,
}

/// Starts what works on the event log: the sequencer that the storage may need, and the readers
/// that this process is to lead or stand by for.
#[must_use]
pub fn of_the_log(tools: &Arc<Tools>, readers: Vec<Arc<dyn Reader>>) -> Workers {
    let mut workers = Workers::default();
    // Each start of a worker gets the tools anew.
    macro_rules! add {
        ($name:literal, $work:path) => {
            let tools = Arc::clone(tools);
            workers.add($name, move || $work(Arc::clone(&tools)));
        };
    }
    add!("gauges", gauges::run);
    if tools.storage.needs_sequencer() {
        add!("sequencer", sequencer::run);
    }
    if !readers.is_empty() {
        add!("log head", readers::watch_head);
    }
    for reader in readers {
        let tools = Arc::clone(tools);
        workers.add(reader.name(), move || {
            readers::lead(Arc::clone(&tools), Arc::clone(&reader))
        });
    }
    workers
}

/// Starts every worker of a server, with the readers that it is to lead or stand by for.
#[must_use]
pub fn of_a_server(tools: &Arc<Tools>, upkeep: Upkeep, readers: Vec<Arc<dyn Reader>>) -> Workers {
    let mut workers = of_the_log(tools, readers);
    let provider = upkeep.outside.is_some();
    let upkeep = Arc::new(upkeep);
    macro_rules! add {
        ($name:literal, $work:path) => {
            let (tools, upkeep) = (Arc::clone(tools), Arc::clone(&upkeep));
            workers.add($name, move || {
                $work(Arc::clone(&tools), Arc::clone(&upkeep))
            });
        };
    }
    add!("session watch", session_watch::run);
    add!("housekeeping", housekeeping::run);
    add!("resealing", reseal::run);
    if tools.storage.counts_beside() {
        add!("counters", counters::run);
    }
    if provider {
        add!("provider keys", provider_keys::run);
    }
    if upkeep.deliver_mail.is_some() {
        add!("mail", mail::run);
    }
    if upkeep.redis.is_some() {
        add!("redis", redis::run);
    }
    add!("erasure", erasure::run);
    workers
}
