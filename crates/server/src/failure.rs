//! How the program ends when it cannot do what it was asked.

use std::error::Error;
use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use thiserror::Error;

/// Why the program ends early: each is one line on stderr.
#[derive(Debug, Error)]
pub enum Failure {
    /// An option or variable is unknown or wrong: exit code 2.
    #[error("{0}")]
    Usage(String),
    /// The surroundings do not allow it: exit code 1.
    #[error("{0}")]
    Refused(String),
    /// Somebody asked for help or the version, which is printed on stdout: exit code 0.
    #[error("{0}")]
    Help(String),
}

impl Failure {
    /// A configuration that cannot be used.
    pub fn usage(reason: impl Display) -> Self {
        Self::Usage(reason.to_string())
    }

    /// Surroundings that cannot be used.
    pub fn refused(reason: impl Display) -> Self {
        Self::Refused(reason.to_string())
    }

    /// An error of the surroundings, with all of its causes.
    #[must_use]
    pub fn because(error: &dyn Error) -> Self {
        let mut told = error.to_string();
        let mut next = error.source();
        while let Some(cause) = next {
            let cause_text = cause.to_string();
            // Wrappers often repeat what they wrap.
            if !told.contains(&cause_text) {
                told = format!("{told}: {cause_text}");
            }
            next = cause.source();
        }
        Self::Refused(told)
    }

    /// The code that the process ends with.
    #[must_use]
    pub fn code(&self) -> u8 {
        match self {
            Self::Help(_) => 0,
            Self::Refused(_) => 1,
            Self::Usage(_) => 2,
        }
    }
}

/// Tells of a failure, if there is one, and gives the process its exit code.
#[must_use]
pub fn exit(outcome: Result<(), Failure>) -> ExitCode {
    let Err(failure) = outcome else {
        return ExitCode::SUCCESS;
    };
    // Nobody may be listening any more (a closed pipe); the exit code still tells.
    let _ = match &failure {
        Failure::Help(text) => write!(io::stdout(), "{text}"),
        Failure::Usage(line) | Failure::Refused(line) => {
            writeln!(io::stderr(), "thoughts: {}", one_line(line))
        }
    };
    ExitCode::from(failure.code())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
