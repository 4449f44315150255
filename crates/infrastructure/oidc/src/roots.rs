//! Whom we believe about who a provider is: the machine's certificate authorities, and one more.

use std::path::Path;

use thiserror::Error;
use ureq::tls::{Certificate, PemItem, parse_pem};

/// Why no certificates can be had.
#[derive(Debug, Error)]
pub enum RootsError {
    /// The file that the operator has named cannot be read.
    #[error("{path} cannot be read: {cause}")]
    Unreadable {
        /// Which.
        path: String,
        /// Why.
        cause: String,
    },
    /// It holds something else.
    #[error("{0} holds no certificate in PEM form")]
    Empty(String),
    /// The machine has none.
    #[error(
        "this machine has no certificates of authorities: install ca-certificates, or name a file \
         with the provider's"
    )]
    NoneAtAll,
}

/// The system's, so that an operator's own authority is believed once it is installed
/// (`SSL_CERT_FILE` and `SSL_CERT_DIR` are honoured), and those of `extra`.
pub(crate) fn roots(extra: Option<&Path>) -> Result<Vec<Certificate<'static>>, RootsError> {
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::debug!(%error, "a certificate of the system cannot be read");
    }
    let mut roots: Vec<_> = found
        .certs
        .iter()
        .map(|certificate| Certificate::from_der(certificate).to_owned())
        .collect();
    if let Some(path) = extra {
        roots.extend(those_in(path)?);
    }
    if roots.is_empty() {
        return Err(RootsError::NoneAtAll);
    }
    Ok(roots)
}

fn those_in(path: &Path) -> Result<Vec<Certificate<'static>>, RootsError> {
    let name = || path.display().to_string();
    let pem = std::fs::read(path).map_err(|error| RootsError::Unreadable {
        path: name(),
        cause: error.to_string(),
    })?;
    let certificates: Vec<_> = parse_pem(&pem)
        .filter_map(|item| match item {
            Ok(PemItem::Certificate(certificate)) => Some(certificate),
            _ => None,
        })
        .collect();
    if certificates.is_empty() {
        return Err(RootsError::Empty(name()));
    }
    Ok(certificates)
}
