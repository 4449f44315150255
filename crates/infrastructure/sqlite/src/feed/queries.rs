//! Reads of home feeds: the places of a page, then what stands there.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::feed::{FeedItem, FeedPlace, FeedQueries};
use thoughts_use_cases::paging::{Order, Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::places;
use super::rows::PlaceRow;
use crate::store::SqliteStorage;

/// How often a page is put together again because a post on it went between the statements.
const TRIES: u32 = 20;

#[async_trait]
impl FeedQueries for SqliteStorage {
    async fn home(
        &self,
        reader: UserId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<FeedItem, TimeKey>>, StorageError> {
        for _ in 0..TRIES {
            let mut read = places::page(&self.readers, reader, page).await?;
            let places = read.found.drain(..).map(PlaceRow::place);
            let places: Vec<_> = places.collect::<Result<_, _>>()?;
            let Some(mut items) = self.items(reader, places).await? else {
                continue;
            };
            // The rows were found in order, but SQL promises none to what was joined.
            items.sort_by_key(FeedItem::key);
            if !page.is_backward() {
                items.reverse();
            }
            let page = Page::assemble(items, page, Order::Descending, read.follows, FeedItem::key);
            return Ok(read.positioned(page));
        }
        Err(StorageError::Conflict(
            "posts went faster than they were read".into(),
        ))
    }
}

impl SqliteStorage {
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
        let posts = self.posts_of_list(&ids, Some(reader), limit).await?;
        Ok(FeedPlace::fill(places, posts.value))
    }
}
