//! Reads of home feeds: one statement for the places of a page, one for what stands there.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::feed::{FeedItem, FeedPlace, FeedQueries};
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::places;
use crate::errors::storage_error;
use crate::paging::{Edge, Order, assemble};
use crate::posts::among;
use crate::storage::PostgresStorage;

/// How often a page is put together again because a post on it went between the two statements.
const TRIES: u32 = 20;

#[async_trait]
impl FeedQueries for PostgresStorage {
    async fn home(
        &self,
        reader: UserId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<FeedItem, TimeKey>>, StorageError> {
        let edge = Edge::newest_first(page);
        for _ in 0..TRIES {
            let read = places::page(&self.pool, reader, &edge, page).await?;
            let Some(items) = self.items(reader, read.value).await? else {
                continue;
            };
            let follows = page.is_backward()
                && places::follows(&self.pool, reader, &edge)
                    .await
                    .map_err(storage_error)?;
            return Ok(Positioned {
                value: assemble(items, page, Order::Descending, follows, FeedItem::key),
                position: read.position,
            });
        }
        Err(StorageError::Conflict(
            "posts went faster than they were read".into(),
        ))
    }
}

impl PostgresStorage {
    /// What stands at these places; none when one of the posts has gone meanwhile.
    async fn items(
        &self,
        reader: UserId,
        places: Vec<FeedPlace>,
    ) -> Result<Option<Vec<FeedItem>>, StorageError> {
        if places.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let ids: Vec<_> = places.iter().map(|place| place.post).collect();
        let limit = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        let posts = among(&self.pool, &ids, Some(reader), limit).await?;
        Ok(FeedPlace::fill(places, posts.value))
    }
}
