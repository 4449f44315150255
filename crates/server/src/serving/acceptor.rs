//! Accepting connections for poem, which itself neither sets `TCP_NODELAY` nor rests after an
//! error: out of file descriptors it would spin on one core and say nothing.

use std::io::Result;
use std::time::Duration;

use poem::http::uri::Scheme;
use poem::listener::Acceptor;
use poem::web::{LocalAddr, RemoteAddr};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// How long to rest after an error that will not go away by itself at once.
const REST: Duration = Duration::from_millis(100);

/// Accepts TCP connections, and goes on after errors.
pub struct PatientAcceptor {
    listener: TcpListener,
    local: LocalAddr,
}

impl PatientAcceptor {
    /// Accepts from a listener.
    ///
    /// # Errors
    /// Those of the operating system when it is asked for the address.
    pub fn new(listener: TcpListener) -> Result<Self> {
        let local = LocalAddr(listener.local_addr()?.into());
        Ok(Self { listener, local })
    }
}

impl Acceptor for PatientAcceptor {
    type Io = TcpStream;

    fn local_addr(&self) -> Vec<LocalAddr> {
        vec![self.local.clone()]
    }

    async fn accept(&mut self) -> Result<(TcpStream, LocalAddr, RemoteAddr, Scheme)> {
        loop {
            match self.listener.accept().await {
                Ok((stream, remote)) => {
                    // Without it a small answer can wait for the acknowledgement of the last one.
                    if let Err(error) = stream.set_nodelay(true) {
                        tracing::debug!(%error, "TCP_NODELAY cannot be set");
                    }
                    let remote = RemoteAddr(remote.into());
                    return Ok((stream, self.local.clone(), remote, Scheme::HTTP));
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection cannot be accepted");
                    sleep(REST).await;
                }
            }
        }
    }
}
