//! Taking an address.

use std::io::ErrorKind;

use tokio::net::{TcpListener, ToSocketAddrs};

use crate::failure::Failure;

/// Listens on an address; `name` and `change` go into the message when that fails.
///
/// # Errors
/// [`Failure::Refused`].
pub(super) async fn bind(
    address: impl ToSocketAddrs,
    name: &str,
    change: &str,
) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let reason = match error.kind() {
            ErrorKind::AddrInUse => "is taken by another process".to_owned(),
            ErrorKind::PermissionDenied => "needs more rights than this process has".to_owned(),
            ErrorKind::AddrNotAvailable => "is no address of this machine".to_owned(),
            _ => format!("cannot be listened on ({error})"),
        };
        Failure::refused(format!("{name} {reason}; set {change} to another"))
    })
}
