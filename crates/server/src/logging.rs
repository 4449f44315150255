//! Log lines: for people on a terminal, one JSON object a line otherwise.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::cli::LogOptions;
use crate::config::LogFormat;
use crate::failure::Failure;

/// What libraries say about themselves and nobody needs; a filter that names them counts more.
const QUIET: &str = "poem::server=warn,sqlx::postgres::notice=warn";

/// What a command is not asked for: that a statement over a whole table takes its time.
const QUIET_IN_COMMANDS: &str = "sqlx::query=error";

/// Reads a filter such as `info` or `thoughts_http=debug,info`.
///
/// # Errors
/// What is wrong with it.
pub fn filter(text: &str) -> Result<EnvFilter, String> {
    parsed(&format!("{QUIET},{text}"))
}

fn parsed(directives: &str) -> Result<EnvFilter, String> {
    EnvFilter::builder()
        .parse(directives)
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
    let filter = filter_for(target, &options.log).map_err(Failure::usage)?;
    match target {
        Target::Stdout => install(filter, format, terminal, io::stdout),
        Target::Stderr => install(filter, format, terminal, io::stderr),
    }
    Ok(format)
}

fn filter_for(target: Target, text: &str) -> Result<EnvFilter, String> {
    match target {
        Target::Stdout => filter(text),
        Target::Stderr => parsed(&format!("{QUIET},{QUIET_IN_COMMANDS},{text}")),
    }
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

#[cfg(test)]
mod tests {
    use std::io::{Read, Seek};
    use std::sync::Arc;

    use super::*;

    /// Whether the warning of a slow statement is written.
    fn is_warned(target: Target, text: &str) -> bool {
        let file = Arc::new(tempfile::tempfile().expect("a file"));
        let lines = tracing_subscriber::fmt()
            .with_env_filter(filter_for(target, text).expect("a filter"))
            .with_writer(Arc::clone(&file))
            .finish();
        tracing::subscriber::with_default(lines, || {
            tracing::warn!(target: "sqlx::query", "slow statement");
            tracing::warn!(target: "thoughts_server", "anything else");
        });
        let (mut written, mut file) = (String::new(), &*file);
        file.rewind().expect("rewound");
        file.read_to_string(&mut written).expect("text");
        assert!(written.contains("anything else"), "{written}");
        written.contains("slow statement")
    }

    #[test]
    fn a_server_warns_of_slow_statements_and_a_command_only_when_asked() {
        assert!(is_warned(Target::Stdout, "info"));
        assert!(!is_warned(Target::Stderr, "info"));
        assert!(is_warned(Target::Stderr, "info,sqlx::query=warn"));
    }
}
