//! Reads of comments: one statement each, but for ranked lists (see [`super::ranking`]).

use async_trait::async_trait;
use thoughts_domain::ids::{CommentId, PostId, RankingId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::comments::{
    CommentOrder, CommentQueries, CommentView, PostWithComments, RankedPage,
};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Order, Page, PageLimit, PageRequest, RankKey, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::rows::CommentRow;
use super::{lists, rows};
use crate::snapshot::Snapshot;
use crate::store::SqliteStorage;

type TimedPage = Positioned<Option<Page<CommentView, TimeKey>>>;

#[async_trait]
impl CommentQueries for SqliteStorage {
    async fn comment(
        &self,
        id: CommentId,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<CommentView>>, StorageError> {
        let mut read = rows::by_id(&self.readers, id, viewer).await?;
        let view = read.found.pop().map(CommentRow::view).transpose()?;
        Ok(read.positioned(view))
    }

    async fn of_post(
        &self,
        post: PostId,
        order: CommentOrder,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<TimedPage, StorageError> {
        timed(
            lists::of_post(&self.readers, post, order, viewer, page).await?,
            page,
            match order {
                CommentOrder::Oldest => Order::Ascending,
                CommentOrder::Newest => Order::Descending,
            },
        )
    }

    async fn with_post(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        limit: PageLimit,
    ) -> Result<Positioned<Option<PostWithComments>>, StorageError> {
        self.post_with_comments(post, viewer, limit).await
    }

    async fn top_of_post(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<RankKey>,
        fresh: RankingId,
        now: Timestamp,
    ) -> Result<Positioned<RankedPage>, StorageError> {
        self.ranked(post, viewer, page, fresh, now).await
    }

    async fn replies(
        &self,
        comment: CommentId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<TimedPage, StorageError> {
        timed(
            lists::replies(&self.readers, comment, viewer, page).await?,
            page,
            Order::Ascending,
        )
    }

    async fn by_user(
        &self,
        user: UserId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<TimedPage, StorageError> {
        timed(
            lists::by_user(&self.readers, user, viewer, page).await?,
            page,
            Order::Descending,
        )
    }
}

fn timed(
    mut read: Snapshot<CommentRow>,
    page: &PageRequest<TimeKey>,
    order: Order,
) -> Result<TimedPage, StorageError> {
    if read.subject.is_none() {
        return Ok(read.positioned(None));
    }
    let views = read.found.drain(..).map(CommentRow::view);
    let views = views.collect::<Result<_, _>>()?;
    let page = Page::assemble(views, page, order, read.follows, |view: &CommentView| {
        TimeKey {
            at: view.created_at,
            id: view.id.raw(),
        }
    });
    Ok(read.positioned(Some(page)))
}
