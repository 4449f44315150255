//! `thoughts serve`

use std::sync::Arc;
use std::time::Duration;

use thoughts_http::{DrainState, HttpSettings};
use thoughts_use_cases::accounts::{ACCESS_TOKEN_LIFETIME, ERASED_IDENTITY_RETENTION};
use thoughts_use_cases::comments::RANKING_RETENTION;
use thoughts_use_cases::idempotency::ANSWER_LIFETIME;
use thoughts_use_cases::storage::RetentionPolicy;
use tokio::sync::watch;

use crate::cli::ServeOptions;
use crate::config::Switch;
use crate::failure::Failure;
use crate::logging::{self, Target};
use crate::serving::{Listeners, announce, signalled};
use crate::storage::Storage;
use crate::wiring::{
    Edge, Foundation, Identity, Limits, mail_service, mailer, outside_tokens, ports, readers, steps,
};
use crate::{environment, telemetry, workers};

pub(super) async fn run(options: &ServeOptions) -> Result<(), Failure> {
    let format = logging::start(&options.log, Target::Stdout)?;
    environment::warn_of_what_has_no_effect();
    let metrics = telemetry::start()?;

    // Before anything is opened: half a provider is a mistake of the configuration.
    let outside = outside_tokens(&options.outside)?;
    let storage = Storage::to_serve(&options.storage).await?;
    let identity = Identity::new(&options.keys, &options.storage)?;
    let Limits { limiter, redis } = Limits::new(&options.limits, &identity.limit_keys);
    let mail = mail_service(options);
    let foundation = Foundation::new(storage.clone(), identity, outside, limiter, mail);
    let told_to_stop = signalled()?;
    let listeners = Listeners::bind(&options.listen, &metrics).await?;

    let mailer = mailer(options, listeners.url())?;
    let drain = DrainState::default();
    let edge = Edge {
        metrics: listeners.metrics_on_main(),
        drain: drain.clone(),
        settings: settings(options),
    };
    let app = thoughts_http::app(ports(&foundation, edge));
    let tools = Arc::new(workers::Tools {
        storage: storage.clone(),
        clock: foundation.clock.clone(),
        metrics,
        steps: steps()?,
        head: watch::Sender::default(),
    });
    let upkeep = workers::Upkeep {
        watch: foundation.watch.clone(),
        outside: foundation.outside.clone(),
        erasing: foundation.erasing.clone(),
        reseal: foundation.reseal(),
        retention: retention(options),
        deliver_mail: mailer.map(|mailer| foundation.deliver_mail(mailer)),
        redis,
    };
    let readers = match options.listen.readers {
        Switch::On => readers(),
        Switch::Off => Vec::new(),
    };
    let workers = workers::of_a_server(&tools, upkeep, readers);
    announce(format, &listeners, &options.storage.database_url)?;

    let pause = Duration::from_secs(options.listen.drain_seconds);
    let served = listeners
        .serve(app, async move {
            told_to_stop.await;
            drain.begin();
            tokio::time::sleep(pause).await;
        })
        .await;
    workers.stop().await;
    storage.close().await;
    tracing::info!("stopped");
    served
}

fn settings(options: &ServeOptions) -> HttpSettings {
    let listen = &options.listen;
    HttpSettings {
        cors_origins: listen.cors_origins.as_slice().to_vec(),
        trusted_proxies: listen.trusted_proxies.networks().to_vec(),
        public_url: listen.public_url.as_ref().map(ToString::to_string),
        admission: options.overload.admission(options.storage.connections()),
    }
}

fn retention(options: &ServeOptions) -> RetentionPolicy {
    RetentionPolicy {
        answers: ANSWER_LIFETIME,
        ended_sessions: ACCESS_TOKEN_LIFETIME * 2,
        erased_identities: ERASED_IDENTITY_RETENTION,
        rankings: RANKING_RETENTION,
        events: options.listen.events_retention.span(),
    }
}
