//! Why a text is refused.

use thiserror::Error;

/// Why a text is refused. `max` and `min` count grapheme clusters (UAX #29).
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum TextError {
    /// Fewer visible grapheme clusters than the field needs.
    #[error("needs at least {min} visible characters")]
    TooShort {
        /// The least that the field takes.
        min: usize,
    },
    /// More grapheme clusters, or more bytes for them, than the field takes.
    #[error("has more than {max} characters")]
    TooLong {
        /// The most that the field takes.
        max: usize,
    },
    /// A control character where none may stand.
    #[error("holds a control character")]
    ControlCharacter,
}
