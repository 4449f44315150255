//! Reads of who reacted to what: one statement each, and one more when a post mentions anybody.

use async_trait::async_trait;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::engagement::{
    BookmarkedPost, CounterFolding, EngagementQueries, ReactingUser,
};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Order, Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::lists::{self, List, ReactingRow};
use crate::store::SqliteStorage;

type ReactingPage = Page<ReactingUser, TimeKey>;

#[async_trait]
impl EngagementQueries for SqliteStorage {
    async fn likes(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<ReactingPage>>, StorageError> {
        self.reacting(List::Likes, post, viewer, page).await
    }

    async fn reposts(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<ReactingPage>>, StorageError> {
        self.reacting(List::Reposts, post, viewer, page).await
    }

    async fn bookmarks(
        &self,
        user: UserId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<BookmarkedPost, TimeKey>>, StorageError> {
        self.bookmarked(user, page).await
    }
}

/// The one writer counts in place.
#[async_trait]
impl CounterFolding for SqliteStorage {
    async fn fold(&self, _limit: u32) -> Result<u32, StorageError> {
        Ok(0)
    }
}

impl SqliteStorage {
    async fn reacting(
        &self,
        list: List,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<ReactingPage>>, StorageError> {
        let mut read = lists::fetch(&self.readers, list, post, viewer, page).await?;
        let rows = read.found.drain(..).map(ReactingRow::view);
        let users = rows.collect::<Result<Vec<_>, _>>()?;
        let key = |row: &ReactingUser| TimeKey {
            at: row.since,
            id: row.user.id.raw(),
        };
        let is_there = read.subject.take().is_some();
        let found =
            is_there.then(|| Page::assemble(users, page, Order::Descending, read.follows, key));
        Ok(read.positioned(found))
    }
}
