//! Where posts stand in a home feed.

use sqlx::SqlitePool;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::paging::{PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::rows::{PlaceRow, place_rows};
use crate::snapshot::{Snapshot, edge_of_newest};

/// The places of a page, going away from its edge, and one more.
pub(super) async fn page(
    pool: &SqlitePool,
    reader: UserId,
    page: &PageRequest<TimeKey>,
) -> Result<Snapshot<PlaceRow>, StorageError> {
    let (at, id) = edge_of_newest(page);
    let count = page.limit.and_one();
    if !page.is_backward() {
        return older(pool, reader, at, &id, count).await;
    }
    let mut read = newer(pool, reader, at, &id, count).await?;
    // Just before the edge: ids have one length, so nothing else lies between.
    let before = format!("{id}~");
    let behind = older(pool, reader, at, &before, 1).await?;
    read.follows = !behind.found.is_empty();
    Ok(read)
}

async fn older(
    pool: &SqlitePool,
    reader: UserId,
    at: i64,
    id: &str,
    count: i64,
) -> Result<Snapshot<PlaceRow>, StorageError> {
    let reader = reader.as_str();
    place_rows!(
        pool,
        "<",
        "<=",
        ">=",
        " DESC",
        "-9223372036854775808",
        reader,
        at,
        id,
        count
    )
}

async fn newer(
    pool: &SqlitePool,
    reader: UserId,
    at: i64,
    id: &str,
    count: i64,
) -> Result<Snapshot<PlaceRow>, StorageError> {
    let reader = reader.as_str();
    place_rows!(
        pool,
        ">",
        ">=",
        "<=",
        "",
        "9223372036854775807",
        reader,
        at,
        id,
        count
    )
}
