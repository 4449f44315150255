//! The environment that options are read from.

use crate::failure::Failure;

/// Variables of the public contract whose feature this version does not have yet, with the value
/// that changes nothing.
const NOT_YET: &[(&str, &str)] = &[
    ("CACHE", "off"),
    ("DATABASE_READ_URL", ""),
    ("KAFKA_BROKERS", ""),
    ("STREAMS_PER_USER", ""),
    ("WEBHOOKS_ALLOW", ""),
];

/// Reads `.env` in the working directory, when there is one. What the environment says already
/// counts more.
///
/// # Errors
/// [`Failure::Usage`] for a file that cannot be read.
pub fn load() -> Result<(), Failure> {
    match dotenvy::from_path(".env") {
        Err(error) if !error.not_found() => Err(Failure::usage(match error {
            // The library would print the whole line, which may hold a secret.
            dotenvy::Error::LineParse(..) => {
                "the file .env has a line that is not NAME=value".to_owned()
            }
            other => format!("the file .env cannot be read: {other}"),
        })),
        _ => Ok(()),
    }
}

/// Says which variables are set that this version has no feature for: nothing is ignored silently.
pub fn warn_of_what_has_no_effect() {
    for (name, harmless) in NOT_YET {
        let set = std::env::var_os(name);
        if set.is_some_and(|value| !value.is_empty() && value != *harmless) {
            tracing::warn!(variable = name, "has no effect in this version");
        }
    }
}
