//! What a newcomer sees first.

use std::io::{self, Write};

use super::Listeners;
use crate::config::{Database, LogFormat};
use crate::failure::Failure;

/// Says where the server listens, which storage it uses and where the documents are: in words,
/// whatever the filter, or as one log line.
///
/// # Errors
/// [`Failure::Refused`] when nobody reads the output.
pub fn announce(
    format: LogFormat,
    listeners: &Listeners,
    database: &Database,
) -> Result<(), Failure> {
    let url = listeners.url();
    let storage = match database {
        Database::Sqlite { path, .. } => format!("SQLite, {}", path.display()),
        Database::Postgres { .. } => format!("PostgreSQL, {database}"),
    };
    let metrics = listeners.metrics_url();
    let metrics = metrics.unwrap_or_else(|| format!("{url}/metrics"));
    if format == LogFormat::Json {
        tracing::info!(
            url,
            storage,
            docs = format!("{url}/docs"),
            metrics,
            "listening"
        );
        return Ok(());
    }
    writeln!(
        io::stdout(),
        "Thoughts {} listens on {url}\n  storage  {storage}\n  docs     {url}/docs\n  metrics  {metrics}",
        env!("CARGO_PKG_VERSION"),
    )
    .map_err(Failure::refused)
}
