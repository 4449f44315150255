//! Positions of the log: consecutive up to the head.

use sqlx::SqliteConnection;
use thoughts_use_cases::integrity::Finding;
use thoughts_use_cases::storage::StorageError;

use super::{Found, LISTED, POSITION, findings};
use crate::errors::failure;

pub(super) async fn verify(
    connection: &mut SqliteConnection,
) -> Result<Vec<Finding>, StorageError> {
    // The oldest may have been swept; from the first that is left on, nothing may be missing.
    let gaps = sqlx::query_as!(
        Found,
        r#"SELECT CAST(position AS TEXT) AS "subject!: String",
            'follows ' || before AS "detail!: String"
        FROM (SELECT position, lag(position) OVER (ORDER BY position) AS before FROM events)
        WHERE position <> before + 1 ORDER BY position LIMIT ?"#,
        LISTED
    )
    .fetch_all(&mut *connection)
    .await
    .map_err(failure)?;
    let head = sqlx::query_as!(
        Found,
        r#"SELECT 'head' AS "subject!: String",
            'stored ' || h.position || ', the last event is ' || e.last AS "detail!: String"
        FROM event_head h JOIN (SELECT max(position) AS last FROM events) e
        WHERE h.position <> e.last"#
    )
    .fetch_all(connection)
    .await
    .map_err(failure)?;
    Ok(findings(POSITION, gaps)
        .chain(findings(POSITION, head))
        .collect())
}
