//! Reads of the graph: one statement each.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::graph::{GraphQueries, RelatedUser};
use thoughts_use_cases::paging::{Order, Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::lists::{self, List, RelatedRow};
use crate::store::SqliteStorage;

type RelatedPage = Page<RelatedUser, TimeKey>;

#[async_trait]
impl GraphQueries for SqliteStorage {
    async fn followers(
        &self,
        user: UserId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<RelatedPage>>, StorageError> {
        self.related(List::Followers, user, viewer, page).await
    }

    async fn following(
        &self,
        user: UserId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<RelatedPage>>, StorageError> {
        self.related(List::Following, user, viewer, page).await
    }

    async fn blocks(
        &self,
        user: UserId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<RelatedPage>, StorageError> {
        Ok(of_oneself(
            self.related(List::Blocks, user, None, page).await?,
        ))
    }

    async fn mutes(
        &self,
        user: UserId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<RelatedPage>, StorageError> {
        Ok(of_oneself(
            self.related(List::Mutes, user, None, page).await?,
        ))
    }
}

impl SqliteStorage {
    async fn related(
        &self,
        list: List,
        user: UserId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<RelatedPage>>, StorageError> {
        let mut read = lists::fetch(&self.readers, list, user, viewer, page).await?;
        let rows = read.found.drain(..).map(RelatedRow::view);
        let users = rows.collect::<Result<Vec<_>, _>>()?;
        let key = |related: &RelatedUser| TimeKey {
            at: related.since,
            id: related.user.id.raw(),
        };
        let is_there = read.subject.take().is_some();
        let found =
            is_there.then(|| Page::assemble(users, page, Order::Descending, read.follows, key));
        Ok(read.positioned(found))
    }
}

/// One's own list; that of an account that has gone meanwhile is empty.
fn of_oneself(read: Positioned<Option<RelatedPage>>) -> Positioned<RelatedPage> {
    Positioned {
        value: read.value.unwrap_or_else(Page::empty),
        position: read.position,
    }
}
