//! Whether a pooled connection can be used.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sqlx::postgres::PgConnection;
use sqlx::{Executor, Row};

/// How long a connection may have been idle before it is looked at again. Under load none is, so
/// the look costs nothing; after a quiet hour it finds what a restart has cut.
const UNWATCHED: Duration = Duration::from_secs(1);

/// How many of the next uses begin with a look.
static SUSPECTED: AtomicU32 = AtomicU32::new(0);

/// Has each connection of a pool of that size looked at before it is used again.
pub(crate) fn suspect(connections: u32) {
    // Twice, because others take connections out of turn.
    SUSPECTED.fetch_max(connections.saturating_mul(2), Ordering::Relaxed);
}

/// Whether a connection is fit to be used: false closes it.
pub(super) async fn is_fit(
    connection: &mut PgConnection,
    idle_for: Duration,
) -> Result<bool, sqlx::Error> {
    let suspected =
        SUSPECTED.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1));
    if idle_for < UNWATCHED && suspected.is_err() {
        return Ok(true);
    }
    is_sound(connection).await
}

/// Whether the connection answers, is in no transaction, and leads to a database that can be
/// written to.
async fn is_sound(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let row = connection
        .fetch_one(sqlx::raw_sql(
            "SELECT (now() = statement_timestamp() AND NOT pg_is_in_recovery())::text",
        ))
        .await?;
    Ok(row.try_get_unchecked::<&str, _>(0)? == "true")
}
