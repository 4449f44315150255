//! Hashtags that were found, as far as they are still there.

use sqlx::SqlitePool;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::storage::StorageError;

use crate::convert::json_names;
use crate::errors::failure;
use crate::snapshot::{Snapshot, snapshot_row};

struct TagRow {
    epoch: String,
    position: i64,
    follows: bool,
    id: Option<String>,
}

snapshot_row!(TagRow);

pub(super) async fn hashtags(
    pool: &SqlitePool,
    names: &[String],
    limit: u32,
) -> Result<Positioned<Vec<String>>, StorageError> {
    let names = json_names(names.iter().map(String::as_str));
    let rows = sqlx::query_as!(
        TagRow,
        r#"SELECT h.epoch AS "epoch!: String", h.position AS "position!: i64",
            FALSE AS "follows!: bool", page.name AS "id?: String"
        FROM event_head h LEFT JOIN (
            SELECT CAST(wanted.value AS TEXT) AS name, wanted.key AS place FROM json_each(?1) wanted
            WHERE EXISTS (SELECT 1 FROM post_hashtags t WHERE t.tag = wanted.value)
            ORDER BY wanted.key LIMIT ?2
        ) page ON TRUE ORDER BY page.place"#,
        names,
        limit
    )
    .fetch_all(pool)
    .await
    .map_err(failure)?;
    let mut read = Snapshot::of(rows)?;
    let names = read.found.drain(..).filter_map(|row| row.id).collect();
    Ok(read.positioned(names))
}
