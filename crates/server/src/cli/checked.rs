//! Values that are checked while options are read, with one clear line when they are wrong.

use std::ffi::OsStr;
use std::fmt::Display;

use clap::builder::TypedValueParser;
use clap::error::ErrorKind;
use clap::{Arg, Command, Error};

/// Parses a value and names option and variable when it is wrong.
#[derive(Clone)]
pub(super) struct Checked<T> {
    parse: fn(&str) -> Result<T, String>,
    /// Whether the value may be repeated in the message.
    shown: bool,
}

/// A value that may be shown.
pub(super) const fn checked<T>(parse: fn(&str) -> Result<T, String>) -> Checked<T> {
    Checked { parse, shown: true }
}

/// A value that may hold a secret.
pub(super) const fn secret<T>(parse: fn(&str) -> Result<T, String>) -> Checked<T> {
    Checked {
        parse,
        shown: false,
    }
}

/// [`std::str::FromStr`], with its error as a text.
pub(super) fn text<T>(value: &str) -> Result<T, String>
where
    T: std::str::FromStr,
    T::Err: Display,
{
    value.parse().map_err(|error: T::Err| error.to_string())
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for Checked<T> {
    type Value = T;

    fn parse_ref(&self, _: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<T, Error> {
        let parsed = match value.to_str() {
            Some(value) => (self.parse)(value),
            None => Err("is not UTF-8".to_owned()),
        };
        parsed.map_err(|reason| {
            let value = value.to_string_lossy();
            let value = if self.shown {
                format!(" '{value}'")
            } else {
                String::new()
            };
            let names = arg.map(names).unwrap_or_default();
            Error::raw(
                ErrorKind::ValueValidation,
                format!("{names}{value} {reason}"),
            )
        })
    }
}

fn names(arg: &Arg) -> String {
    let long = arg.get_long().map(|long| format!("--{long}"));
    let variable = arg
        .get_env()
        .map(|name| name.to_string_lossy().into_owned());
    match (long, variable) {
        (Some(long), Some(variable)) => format!("{variable} ({long})"),
        (Some(name), None) | (None, Some(name)) => name,
        (None, None) => arg.get_id().to_string().to_uppercase(),
    }
}
