//! What is wrong with what is reported.

use std::str::FromStr;

use thiserror::Error;

use crate::Inconsistency;

/// What is wrong with what is reported.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ReportReason {
    /// Nobody asked for it, and many get it.
    Spam,
    /// It hurts somebody.
    Abuse,
    /// The law forbids it.
    Illegal,
    /// Something else.
    Other,
}

/// Not the name of a reason.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("is not a reason: use spam, abuse, illegal or other")]
pub struct ReportReasonError;

impl ReportReason {
    /// Every reason, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Spam, Self::Abuse, Self::Illegal, Self::Other];

    /// The name, in lower case: fixed for ever.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Spam => "spam",
            Self::Abuse => "abuse",
            Self::Illegal => "illegal",
            Self::Other => "other",
        }
    }

    /// Takes a stored name.
    pub fn from_storage(text: &str) -> Result<Self, Inconsistency> {
        text.parse()
            .map_err(|e: ReportReasonError| Inconsistency::new("reports.reason", e.to_string()))
    }
}

impl FromStr for ReportReason {
    type Err = ReportReasonError;

    fn from_str(text: &str) -> Result<Self, ReportReasonError> {
        Self::ALL
            .into_iter()
            .find(|reason| reason.as_str() == text)
            .ok_or(ReportReasonError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for reason in ReportReason::ALL {
            assert_eq!(reason.as_str().parse(), Ok(reason));
        }
        assert_eq!("boring".parse::<ReportReason>(), Err(ReportReasonError));
    }
}
