//! Accepting connections for poem, which itself neither sets `TCP_NODELAY` nor rests after an
//! error: out of file descriptors it would spin on one core and say nothing. It also closes its
//! listener while connections wait in it that the operating system has let in already.

use std::collections::VecDeque;
use std::future::pending;
use std::io::{ErrorKind, Result};
use std::net::{SocketAddr, TcpListener as StdListener, TcpStream as StdStream};
use std::time::Duration;

use poem::http::uri::Scheme;
use poem::listener::Acceptor;
use poem::web::{LocalAddr, RemoteAddr};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

/// How long to rest after an error that will not go away by itself at once.
const REST: Duration = Duration::from_millis(100);

type Accepted = (TcpStream, LocalAddr, RemoteAddr, Scheme);

/// Accepts TCP connections, goes on after errors, and refuses nobody who is connected already
/// when it closes: such a client has perhaps sent a request that its proxy may not send again.
pub struct PatientAcceptor {
    /// None once it is closed.
    listener: Option<TcpListener>,
    local: LocalAddr,
    close: CancellationToken,
    /// Those who were connected and not accepted when the listener closed.
    last: VecDeque<(StdStream, SocketAddr)>,
    closed: CancellationToken,
}

impl PatientAcceptor {
    /// Accepts from a listener until `close`.
    ///
    /// # Errors
    /// Those of the operating system when it is asked for the address.
    pub fn new(listener: TcpListener, close: CancellationToken) -> Result<Self> {
        let local = LocalAddr(listener.local_addr()?.into());
        Ok(Self {
            listener: Some(listener),
            local,
            close,
            last: VecDeque::new(),
            closed: CancellationToken::new(),
        })
    }

    /// Is cancelled when, after `close`, the last connection has been handed out.
    #[must_use]
    pub fn closed(&self) -> CancellationToken {
        self.closed.clone()
    }

    fn welcome(&self, stream: TcpStream, remote: SocketAddr) -> Accepted {
        // Without it a small answer can wait for the acknowledgement of the last one.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY cannot be set");
        }
        let remote = RemoteAddr(remote.into());
        (stream, self.local.clone(), remote, Scheme::HTTP)
    }

    /// The next of those who were connected when the listener closed; after the last it waits for
    /// ever.
    async fn farewell(&mut self) -> Result<Accepted> {
        let Some((stream, remote)) = self.last.pop_front() else {
            self.closed.cancel();
            return pending().await;
        };
        stream.set_nonblocking(true)?;
        Ok(self.welcome(TcpStream::from_std(stream)?, remote))
    }
}

impl Acceptor for PatientAcceptor {
    type Io = TcpStream;

    fn local_addr(&self) -> Vec<LocalAddr> {
        vec![self.local.clone()]
    }

    async fn accept(&mut self) -> Result<Accepted> {
        while let Some(listener) = &self.listener {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                () = self.close.cancelled() => {
                    if let Some(listener) = self.listener.take() {
                        let listener = listener.into_std()?;
                        self.last = all_who_wait(&listener);
                        drop(listener);
                    }
                    break;
                }
            };
            match accepted {
                Ok((stream, remote)) => return Ok(self.welcome(stream, remote)),
                Err(error) => {
                    tracing::warn!(%error, "a connection cannot be accepted");
                    sleep(REST).await;
                }
            }
        }
        self.farewell().await
    }
}

/// Everybody who is connected. The caller closes the listener with nothing in between.
fn all_who_wait(listener: &StdListener) -> VecDeque<(StdStream, SocketAddr)> {
    let mut last = VecDeque::new();
    loop {
        match listener.accept() {
            Ok(accepted) => last.push_back(accepted),
            // Who has gone away again, or a signal: the next may be there.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::ConnectionAborted | ErrorKind::Interrupted
                ) => {}
            // `WouldBlock`: nobody is left. Out of file descriptors, they cannot be helped.
            Err(_) => return last,
        }
    }
}
