//! Reads of posts: one statement for the rows, one more when anybody is mentioned.

use async_trait::async_trait;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Order, Page, PageRequest, TimeKey, VersionKey};
use thoughts_use_cases::posts::{PostEditView, PostFilter, PostQueries, PostView};
use thoughts_use_cases::storage::StorageError;

use super::edits::{self, EditRow};
use super::feed;
use super::mentions::Handles;
use super::quotes;
use super::rows::{self, PostRow};
use crate::snapshot::Snapshot;
use crate::store::SqliteStorage;

impl SqliteStorage {
    /// Handles are read after the rows: they may be newer than the position, never older.
    pub(crate) async fn post_views(
        &self,
        read: &mut Snapshot<PostRow>,
    ) -> Result<Vec<PostView>, StorageError> {
        let handles = Handles::of_rows(&self.readers, &read.found).await?;
        let views = read.found.drain(..).map(|row| row.view(&handles));
        Ok(views.collect::<Result<_, _>>()?)
    }
}

#[async_trait]
impl PostQueries for SqliteStorage {
    async fn post(
        &self,
        id: PostId,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<PostView>>, StorageError> {
        let mut read = rows::by_id(&self.readers, id, viewer).await?;
        let view = self.post_views(&mut read).await?.pop();
        Ok(read.positioned(view))
    }

    async fn feed(
        &self,
        filter: &PostFilter,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<PostView, TimeKey>>, StorageError> {
        let pool = &self.readers;
        let mut read = match (filter.author, filter.hashtag.as_deref()) {
            (None, None) => feed::everything(pool, viewer, page).await,
            (Some(author), None) => feed::of_author(pool, author, viewer, page).await,
            (None, Some(tag)) => feed::with_hashtag(pool, tag, viewer, page).await,
            (Some(author), Some(tag)) => {
                feed::of_author_with_hashtag(pool, author, tag, viewer, page).await
            }
        }?;
        let views = self.post_views(&mut read).await?;
        let page = Page::assemble(views, page, Order::Descending, read.follows, post_key);
        Ok(read.positioned(page))
    }

    async fn quotes(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<PostView, TimeKey>>>, StorageError> {
        let mut read = quotes::of_post(&self.readers, post, viewer, page).await?;
        let views = self.post_views(&mut read).await?;
        // Nothing tells a post that nobody quotes from none.
        if views.is_empty() && self.post(post, viewer).await?.value.is_none() {
            return Ok(read.positioned(None));
        }
        let page = Page::assemble(views, page, Order::Descending, read.follows, post_key);
        Ok(read.positioned(Some(page)))
    }

    async fn edits(
        &self,
        id: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<VersionKey>,
    ) -> Result<Positioned<Option<Page<PostEditView, VersionKey>>>, StorageError> {
        let mut read = edits::of_post(&self.readers, id, viewer, page).await?;
        if read.found.is_empty() {
            return Ok(read.positioned(None));
        }
        let views = read.found.drain(..).filter_map(EditRow::view);
        let views = views.collect::<Result<Vec<_>, _>>()?;
        let page = Page::assemble(views, page, Order::Descending, read.follows, |view| {
            VersionKey(view.version)
        });
        Ok(read.positioned(Some(page)))
    }
}

const fn post_key(post: &PostView) -> TimeKey {
    TimeKey {
        at: post.created_at,
        id: post.id.raw(),
    }
}
