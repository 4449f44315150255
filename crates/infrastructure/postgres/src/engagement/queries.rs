//! Reads of who reacted to what.

use async_trait::async_trait;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::engagement::{BookmarkedPost, EngagementQueries, ReactingUser};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::lists::{self, List};
use crate::errors::storage_error;
use crate::paging::{Order, assemble, positioned};
use crate::posts;
use crate::storage::PostgresStorage;

type ReactingPage = Page<ReactingUser, TimeKey>;

#[async_trait]
impl EngagementQueries for PostgresStorage {
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
        posts::bookmarked(&self.pool, user, page).await
    }
}

impl PostgresStorage {
    async fn reacting(
        &self,
        list: List,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<ReactingPage>>, StorageError> {
        let fetched = lists::fetch(&self.pool, list, post, viewer, page)
            .await
            .map_err(storage_error)?;
        let (position, epoch, is_there) = fetched
            .rows
            .first()
            .map(|row| (row.position, row.epoch.clone(), row.post_is_there))
            .unwrap_or_default();
        let mut users = Vec::with_capacity(fetched.rows.len());
        for row in fetched.rows {
            users.extend(row.view()?);
        }
        let key = |row: &ReactingUser| TimeKey {
            at: row.since,
            id: row.user.id.raw(),
        };
        let found =
            is_there.then(|| assemble(users, page, Order::Descending, fetched.follows, key));
        Ok(positioned(position, &epoch, found)?)
    }
}
