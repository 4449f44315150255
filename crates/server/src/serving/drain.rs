//! Being told to stop.

use std::process;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::failure::Failure;

/// SIGTERM and SIGINT, from now on.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    async fn next(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}

/// A future that ends when the process is told to stop. Being told a second time ends it at
/// once, with exit code 1.
///
/// # Errors
/// [`Failure::Refused`] when signals cannot be listened for.
pub fn signalled() -> Result<impl Future<Output = ()>, Failure> {
    let listen = |kind| signal(kind).map_err(Failure::refused);
    let mut signals = Signals {
        terminate: listen(SignalKind::terminate())?,
        interrupt: listen(SignalKind::interrupt())?,
    };
    Ok(async move {
        let name = signals.next().await;
        tracing::info!(signal = name, "told to stop; draining");
        tokio::spawn(async move {
            let name = signals.next().await;
            tracing::warn!(signal = name, "told to stop again; ending at once");
            process::exit(1);
        });
    })
}
