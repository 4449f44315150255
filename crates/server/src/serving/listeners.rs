//! The listener of the API and, when it has one, that of the metrics.

use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use metrics_exporter_prometheus::PrometheusHandle;
use poem::{Endpoint, Server};
use thoughts_http::MetricsRenderer;
use tokio::net::TcpListener;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::bind::bind;
use super::{MetricsListener, PatientAcceptor};
use crate::cli::ListenOptions;
use crate::failure::Failure;

/// How long requests that are in flight at the end of the drain may still take.
pub const IN_FLIGHT_LIMIT: Duration = Duration::from_secs(10);

/// How long, once nobody can connect any more, who is connected may still send a request.
const LAST_WORD: Duration = Duration::from_millis(250);

/// Addresses that are taken, and not yet served.
pub struct Listeners {
    main: TcpListener,
    metrics: Option<MetricsListener>,
    renderer: MetricsRenderer,
    url: String,
}

impl Listeners {
    /// Takes the addresses of the options.
    ///
    /// # Errors
    /// [`Failure::Refused`], with what to change.
    pub async fn bind(
        options: &ListenOptions,
        metrics: &PrometheusHandle,
    ) -> Result<Self, Failure> {
        let reach = &options.reach;
        let name = format!("{} port {}", reach.host, reach.port);
        let main = bind((bare(&reach.host), reach.port), &name, "HOST or PORT").await?;
        let metrics_listener = match options.metrics_addr {
            Some(address) => Some(MetricsListener::bind(address, metrics).await?),
            None => None,
        };
        let url = format!("http://{}", main.local_addr().map_err(Failure::refused)?);
        let metrics = metrics.clone();
        Ok(Self {
            main,
            metrics: metrics_listener,
            renderer: Arc::new(move || metrics.render()),
            url,
        })
    }

    /// Where the API listens.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Where the metrics listen, when they have an address of their own.
    #[must_use]
    pub fn metrics_url(&self) -> Option<String> {
        self.metrics.as_ref()?.url()
    }

    /// What renders the metrics on the main listener; none when they have one of their own.
    #[must_use]
    pub fn metrics_on_main(&self) -> Option<MetricsRenderer> {
        match self.metrics {
            Some(_) => None,
            None => Some(Arc::clone(&self.renderer)),
        }
    }

    /// Serves until `told_to_stop` ends, then finishes what is in flight; metrics last longest.
    ///
    /// # Errors
    /// [`Failure::Refused`] when the operating system gives up.
    pub async fn serve(
        self,
        app: impl Endpoint + 'static,
        told_to_stop: impl Future<Output = ()>,
    ) -> Result<(), Failure> {
        let stop_metrics = CancellationToken::new();
        let metrics = self.metrics.map(|listener| {
            let stop = stop_metrics.clone();
            tokio::spawn(listener.serve(async move { stop.cancelled().await }))
        });
        let served = run(self.main, app, told_to_stop).await;
        stop_metrics.cancel();
        if let Some(metrics) = metrics {
            metrics.await.map_err(Failure::refused)??;
        }
        served
    }
}

pub(super) async fn run(
    listener: TcpListener,
    app: impl Endpoint + 'static,
    stop: impl Future<Output = ()>,
) -> Result<(), Failure> {
    let close = CancellationToken::new();
    let acceptor = PatientAcceptor::new(listener, close.clone()).map_err(Failure::refused)?;
    let closed = acceptor.closed();
    let stop = async move {
        stop.await;
        close.cancel();
        closed.cancelled().await;
        // hyper closes a connection on which it has read nothing yet: whoever was let in last
        // gets the time to say what he wants.
        sleep(LAST_WORD).await;
    };
    Server::new_with_acceptor(acceptor)
        .run_with_graceful_shutdown(app, stop, Some(IN_FLIGHT_LIMIT))
        .await
        .map_err(Failure::refused)
}

/// An IPv6 address may be written with brackets, as in a URL.
fn bare(host: &str) -> &str {
    let inside = host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
    inside
        .filter(|h| h.parse::<IpAddr>().is_ok())
        .unwrap_or(host)
}
