//! Where posts stand in a home feed.

use thoughts_domain::ids::UserId;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::feed::FeedPlace;
use thoughts_use_cases::paging::{PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::rows::{PlaceRow, place_rows};
use crate::connection::Pool;
use crate::errors::storage_error;
use crate::paging::{Edge, positioned};

/// The places of a page, going away from the edge, and one more.
pub(super) async fn page(
    pool: &Pool,
    reader: UserId,
    edge: &Edge,
    page: &PageRequest<TimeKey>,
) -> Result<Positioned<Vec<FeedPlace>>, StorageError> {
    let count = page.limit.and_one();
    let rows = if page.is_backward() {
        newer(pool, reader, edge, count).await
    } else {
        older(pool, reader, edge, count).await
    };
    let rows = rows.map_err(storage_error)?;
    let (position, epoch) = rows
        .first()
        .map(|row| (row.position, row.epoch.clone()))
        .unwrap_or_default();
    let mut places = Vec::with_capacity(rows.len());
    for row in rows {
        places.extend(row.place()?);
    }
    Ok(positioned(position, &epoch, places)?)
}

/// Whether a row stands at the edge or behind it.
pub(super) async fn follows(pool: &Pool, reader: UserId, edge: &Edge) -> Result<bool, sqlx::Error> {
    // Just before the edge: ids have one length, so nothing else lies between.
    let before = Edge {
        at: edge.at,
        id: format!("{}~", edge.id),
    };
    let rows = older(pool, reader, &before, 1).await?;
    Ok(rows.iter().any(|row| row.post_id.is_some()))
}

async fn older(
    pool: &Pool,
    reader: UserId,
    edge: &Edge,
    count: i64,
) -> Result<Vec<PlaceRow>, sqlx::Error> {
    place_rows!(
        "<",
        "<=",
        ">=",
        " DESC",
        "'-infinity'",
        reader.as_str(),
        edge.at,
        edge.id.as_str(),
        count
    )
    .fetch_all(pool)
    .await
}

async fn newer(
    pool: &Pool,
    reader: UserId,
    edge: &Edge,
    count: i64,
) -> Result<Vec<PlaceRow>, sqlx::Error> {
    place_rows!(
        ">",
        ">=",
        "<=",
        "",
        "'infinity'",
        reader.as_str(),
        edge.at,
        edge.id.as_str(),
        count
    )
    .fetch_all(pool)
    .await
}
