//! A listener that serves the metrics and nothing else.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use metrics_exporter_prometheus::PrometheusHandle;
use poem::http::header::CONTENT_TYPE;
use poem::{Endpoint, Response, Route, endpoint::make_sync, get};
use thoughts_http::MetricsRenderer;
use tokio::net::TcpListener;

use super::bind::bind;
use super::listeners::run;
use crate::failure::Failure;

/// An address for the metrics, taken and not yet served.
pub struct MetricsListener {
    listener: TcpListener,
    renderer: MetricsRenderer,
}

impl MetricsListener {
    /// Takes the address.
    ///
    /// # Errors
    /// [`Failure::Refused`], with what to change.
    pub async fn bind(address: SocketAddr, metrics: &PrometheusHandle) -> Result<Self, Failure> {
        let metrics = metrics.clone();
        Ok(Self {
            listener: bind(address, &address.to_string(), "METRICS_ADDR").await?,
            renderer: Arc::new(move || metrics.render()),
        })
    }

    /// Where the metrics are.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        let address = self.listener.local_addr().ok()?;
        Some(format!("http://{address}/metrics"))
    }

    /// Serves until `told_to_stop` ends.
    ///
    /// # Errors
    /// [`Failure::Refused`] when the operating system gives up.
    pub async fn serve(self, told_to_stop: impl Future<Output = ()>) -> Result<(), Failure> {
        run(self.listener, metrics_app(self.renderer), told_to_stop).await
    }
}

fn metrics_app(renderer: MetricsRenderer) -> impl Endpoint + 'static {
    Route::new().at(
        "/metrics",
        get(make_sync(move |_| {
            Response::builder()
                .header(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                .body(renderer())
        })),
    )
}
