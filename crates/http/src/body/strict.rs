//! Reading JSON strictly, with the place of what is wrong.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_path_to_error::{Path, Segment};

use crate::problem::FieldError;

/// Reads a body. The first thing that does not fit is told; what fits is checked by its rules
/// afterwards, all at once.
pub(super) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, FieldError> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let at = pointer(error.path());
        told(at, error.inner())
    })?;
    json.end().map_err(|error| told(String::new(), &error))?;
    Ok(value)
}

fn told(mut pointer: String, error: &serde_json::Error) -> FieldError {
    let (code, detail) = match error.classify() {
        Category::Data => {
            // serde names these two by message alone.
            let message = error.to_string();
            if message.starts_with("unknown field") {
                (
                    "unknown_field",
                    Cow::Borrowed("is not a field of this request"),
                )
            } else if message.starts_with("duplicate field") {
                pointer.extend(named(&message));
                ("duplicate_field", Cow::Borrowed("is given more than once"))
            } else {
                (
                    "invalid_type",
                    Cow::Borrowed("is of another type than the field takes"),
                )
            }
        }
        Category::Syntax | Category::Eof | Category::Io => (
            "invalid_json",
            Cow::Owned(format!(
                "is not JSON: see line {}, column {}",
                error.line(),
                error.column()
            )),
        ),
    };
    let pointer = if code == "invalid_json" {
        Cow::Borrowed("")
    } else {
        Cow::Owned(pointer)
    };
    FieldError {
        pointer,
        code,
        detail,
    }
}

/// The step to the field between the backquotes of a message; the path ends before it, because
/// its value was never looked at.
fn named(message: &str) -> Option<String> {
    let name = message.split('`').nth(1)?;
    Some(format!("/{}", escaped(name)))
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// A JSON Pointer (RFC 6901).
fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => {
                pointer.push('/');
                pointer.push_str(&index.to_string());
            }
            Segment::Map { key } | Segment::Enum { variant: key } => {
                pointer.push('/');
                pointer.push_str(&escaped(key));
            }
            Segment::Unknown => {}
        }
    }
    pointer
}
