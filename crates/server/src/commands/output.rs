//! What commands print.

use std::fmt::Display;
use std::io::{self, Write};

use crate::failure::Failure;

/// Prints a line on stdout.
pub(super) fn line(text: impl Display) -> Result<(), Failure> {
    writeln!(io::stdout(), "{text}").map_err(Failure::refused)
}
