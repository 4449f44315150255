//! Fetching a document from the provider.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::ring;
use thiserror::Error;
use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

use crate::issuer::Issuer;
use crate::roots::{RootsError, roots};

/// The most bytes of a document. Keycloak's have about 6 KB, with the certificates of its keys.
pub(crate) const MAX_DOCUMENT_BYTES: u64 = 256 * 1_024;

/// Why a document was not had.
#[derive(Debug, Error)]
pub(crate) enum FetchError {
    /// No connection, no answer in time, too many bytes.
    #[error("{url}: {cause}")]
    Failed { url: String, cause: String },
    /// An answer that is not the document; redirects are not followed.
    #[error("{url} answered {status} instead of 200")]
    Status { url: String, status: u16 },
}

/// Fetches documents, one at a time.
pub(crate) struct Fetcher(Agent);

impl Fetcher {
    /// Gives each document `timeout`, from the name's lookup to the last byte.
    pub(crate) fn new(
        issuer: &Issuer,
        ca_file: Option<&Path>,
        timeout: Duration,
    ) -> Result<Self, RootsError> {
        let config = Agent::config_builder()
            .timeout_global(Some(timeout))
            .max_redirects(0)
            .http_status_as_error(false)
            .https_only(issuer.is_over_tls())
            // Said rather than taken from the environment: what is believed hangs on it.
            .proxy(None)
            // Fetches are minutes apart, and a kept connection would be stale.
            .max_idle_connections(0)
            .user_agent(concat!("thoughts/", env!("CARGO_PKG_VERSION")));
        let config = if issuer.is_over_tls() {
            let tls = TlsConfig::builder()
                .provider(TlsProvider::Rustls)
                .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
                .root_certs(RootCerts::new_with_certs(&roots(ca_file)?));
            config.tls_config(tls.build())
        } else {
            config
        };
        Ok(Self(config.build().new_agent()))
    }

    /// The document's bytes.
    pub(crate) async fn get(&self, url: &str) -> Result<Vec<u8>, FetchError> {
        let (agent, url) = (self.0.clone(), url.to_owned());
        let failed = {
            let url = url.clone();
            move |cause: String| FetchError::Failed { url, cause }
        };
        // The client blocks; a fetch is rare, and ends by its timeout.
        let fetched = tokio::task::spawn_blocking(move || get(&agent, &url)).await;
        fetched.map_err(|error| failed(error.to_string()))?
    }
}

fn get(agent: &Agent, url: &str) -> Result<Vec<u8>, FetchError> {
    let failed = |error: ureq::Error| FetchError::Failed {
        url: url.to_owned(),
        cause: error.to_string(),
    };
    let answer = agent.get(url).header("Accept", "application/json").call();
    let mut answer = answer.map_err(failed)?;
    if answer.status() != 200 {
        return Err(FetchError::Status {
            url: url.to_owned(),
            status: answer.status().as_u16(),
        });
    }
    let body = answer.body_mut().with_config().limit(MAX_DOCUMENT_BYTES);
    body.read_to_vec().map_err(failed)
}
