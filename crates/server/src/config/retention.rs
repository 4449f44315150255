//! How long something is kept.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

/// A span such as `30d` or `12h`, of an hour at least.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Retention {
    span: Duration,
    as_written: String,
}

impl Retention {
    /// The span.
    #[must_use]
    pub const fn span(&self) -> Duration {
        self.span
    }
}

impl FromStr for Retention {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match humantime::parse_duration(text) {
            Ok(span) if span >= Duration::from_hours(1) => Ok(Self {
                span,
                as_written: text.to_owned(),
            }),
            Ok(_) => Err("is less than an hour"),
            Err(_) => Err("is not a span such as 30d or 12h"),
        }
    }
}

impl fmt::Display for Retention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_written)
    }
}
