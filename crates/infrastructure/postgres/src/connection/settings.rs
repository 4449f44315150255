//! What is set for every connection.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;

use super::ConnectError;
use crate::options::PostgresOptions;

/// How every connection is made, limits included.
pub(super) fn connect_options(options: &PostgresOptions) -> Result<PgConnectOptions, ConnectError> {
    let millis = |limit: Duration| limit.as_millis().to_string();
    Ok(unlimited(options)?.options([
        ("statement_timeout", millis(options.statement_timeout)),
        ("lock_timeout", millis(options.lock_timeout)),
        (
            "idle_in_transaction_session_timeout",
            millis(options.idle_in_transaction_session_timeout),
        ),
        // Compiling costs more than any of these queries takes.
        ("jit", "off".to_owned()),
        // Planned once per connection: every plan here is one walk of an index from a key,
        // whatever the key (tests/plans.rs), and planning took as long as running.
        ("plan_cache_mode", "force_generic_plan".to_owned()),
        // A page has few authors twice: remembering them costs more than looking them up.
        ("enable_memoize", "off".to_owned()),
    ]))
}

/// The same without time limits: for migrations, which may take long and wait for each other.
pub(crate) fn unlimited(options: &PostgresOptions) -> Result<PgConnectOptions, ConnectError> {
    let parsed = PgConnectOptions::from_str(&options.url);
    let parsed = parsed.map_err(|error| ConnectError::InvalidUrl {
        // The message of the parser names the fault and never the text.
        reason: match error {
            sqlx::Error::Configuration(cause) => cause.to_string(),
            other => other.to_string(),
        },
    })?;
    // The cache of prepared statements stays on: a capacity of 0 leaks them on the server.
    Ok(parsed.application_name("thoughts"))
}
