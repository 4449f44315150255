//! Reads of the graph.

use async_trait::async_trait;
use thoughts_domain::ids::UserId;
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::graph::{GraphQueries, RelatedUser};
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::lists::{self, List};
use crate::errors::storage_error;
use crate::paging::{Order, assemble, positioned};
use crate::storage::PostgresStorage;

type RelatedPage = Page<RelatedUser, TimeKey>;

#[async_trait]
impl GraphQueries for PostgresStorage {
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

impl PostgresStorage {
    async fn related(
        &self,
        list: List,
        user: UserId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<RelatedPage>>, StorageError> {
        let fetched = lists::fetch(&self.pool, list, user, viewer, page)
            .await
            .map_err(storage_error)?;
        let (position, epoch, is_there) = fetched
            .rows
            .first()
            .map(|row| (row.position, row.epoch.clone(), row.owner_is_there))
            .unwrap_or_default();
        let mut users = Vec::with_capacity(fetched.rows.len());
        for row in fetched.rows {
            users.extend(row.view()?);
        }
        let key = |related: &RelatedUser| TimeKey {
            at: related.since,
            id: related.user.id.raw(),
        };
        let found =
            is_there.then(|| assemble(users, page, Order::Descending, fetched.follows, key));
        Ok(positioned(position, &epoch, found)?)
    }
}

/// One's own list; that of an account that has gone meanwhile is empty.
fn of_oneself(read: Positioned<Option<RelatedPage>>) -> Positioned<RelatedPage> {
    Positioned {
        value: read.value.unwrap_or_else(Page::empty),
        position: read.position,
    }
}
