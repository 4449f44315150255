//! Log lines: for people on a terminal, one JSON object a line otherwise.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::cli::LogOptions;
use crate::config::LogFormat;
use crate::failure::Failure;

/// What libraries say about themselves and nobody needs; a filter that names them counts more.
const QUIET: &str = "poem::server=warn,sqlx::postgres::notice=warn";

/// Reads a filter such as `info` or `thoughts_http=debug,info`.
///
/// # Errors
/// What is wrong with it.
pub fn filter(text: &str) -> Result<EnvFilter, String> {
    EnvFilter::builder()
        .parse(format!("{QUIET},{text}"))
        .map_err(|error| format!("is not a tracing filter: {error}"))
}

/// Where log lines go.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Target {
    /// The server's own output.
    Stdout,
    /// Beside the output of a command.
    Stderr,
}

/// Starts logging, and tells in which format.
///
/// # Errors
/// [`Failure::Usage`] for a filter that cannot be read.
pub fn start(options: &LogOptions, target: Target) -> Result<LogFormat, Failure> {
    let terminal = match target {
        Target::Stdout => io::stdout().is_terminal(),
        Target::Stderr => io::stderr().is_terminal(),
    };
    let format = options.log_format.unwrap_or(if terminal {
        LogFormat::Pretty
    } else {
        LogFormat::Json
    });
    let filter = filter(&options.log).map_err(Failure::usage)?;
    match target {
        Target::Stdout => install(filter, format, terminal, io::stdout),
        Target::Stderr => install(filter, format, terminal, io::stderr),
    }
    Ok(format)
}

fn install<W>(filter: EnvFilter, format: LogFormat, colours: bool, writer: W)
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(writer);
    // Fails only when logging was started before, and then that goes on.
    let _ = match format {
        LogFormat::Pretty => tracing::subscriber::set_global_default(
            lines.with_ansi(colours).with_target(false).finish(),
        ),
        LogFormat::Json => tracing::subscriber::set_global_default(
            lines
                .json()
                .flatten_event(true)
                .with_current_span(false)
                .finish(),
        ),
    };
}
