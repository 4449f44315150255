//! Reads of posts.

use async_trait::async_trait;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey, VersionKey};
use thoughts_use_cases::posts::{PostEditView, PostFilter, PostQueries, PostView};
use thoughts_use_cases::storage::StorageError;

use super::rows::{PostRow, post_rows};
use super::{edits, feed, quotes};
use crate::errors::storage_error;
use crate::paging::{Edge, Order, assemble, positioned};
use crate::storage::PostgresStorage;

#[async_trait]
impl PostQueries for PostgresStorage {
    async fn post(
        &self,
        id: PostId,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<PostView>>, StorageError> {
        let rows = post_rows!("hidden_by_block", "p.id = $2", viewer, id.as_str())
            .fetch_all(&self.pool)
            .await
            .map_err(storage_error)?;
        let Positioned { value, position } = views(rows)?;
        Ok(Positioned {
            value: value.into_iter().next(),
            position,
        })
    }

    async fn feed(
        &self,
        filter: &PostFilter,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<PostView, TimeKey>>, StorageError> {
        let edge = Edge::newest_first(page);
        let rows = if page.is_backward() {
            feed::newer(&self.pool, filter, viewer, &edge, page.limit).await
        } else {
            feed::older(&self.pool, filter, viewer, &edge, page.limit).await
        }
        .map_err(storage_error)?;
        let follows = page.is_backward()
            && feed::follows(&self.pool, filter, viewer, &edge)
                .await
                .map_err(storage_error)?;
        let Positioned { value, position } = views(rows)?;
        Ok(Positioned {
            value: assemble(value, page, Order::Descending, follows, post_key),
            position,
        })
    }

    async fn quotes(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<PostView, TimeKey>>>, StorageError> {
        let edge = Edge::newest_first(page);
        let rows = if page.is_backward() {
            quotes::newer(&self.pool, post, viewer, &edge, page.limit).await
        } else {
            quotes::older(&self.pool, post, viewer, &edge, page.limit).await
        }
        .map_err(storage_error)?;
        let follows = page.is_backward()
            && quotes::follows(&self.pool, post, viewer, &edge)
                .await
                .map_err(storage_error)?;
        let Positioned { value, position } = views(rows)?;
        // Nothing tells a post that nobody quotes from none.
        if value.is_empty() && self.post(post, viewer).await?.value.is_none() {
            return Ok(Positioned {
                value: None,
                position,
            });
        }
        let page = assemble(value, page, Order::Descending, follows, post_key);
        Ok(Positioned {
            value: Some(page),
            position,
        })
    }

    async fn edits(
        &self,
        id: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<VersionKey>,
    ) -> Result<Positioned<Option<Page<PostEditView, VersionKey>>>, StorageError> {
        edits::page(&self.pool, id, viewer, page).await
    }
}

const fn post_key(post: &PostView) -> TimeKey {
    TimeKey {
        at: post.created_at,
        id: post.id.raw(),
    }
}

pub(super) fn views(rows: Vec<PostRow>) -> Result<Positioned<Vec<PostView>>, StorageError> {
    let (position, epoch) = rows
        .first()
        .map(|row| (row.position, row.epoch.clone()))
        .unwrap_or_default();
    let mut views = Vec::with_capacity(rows.len());
    for row in rows {
        views.extend(row.view()?);
    }
    Ok(positioned(position, &epoch, views)?)
}
