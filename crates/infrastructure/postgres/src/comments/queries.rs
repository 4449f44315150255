//! Reads of comments.

use async_trait::async_trait;
use thoughts_domain::ids::{CommentId, PostId, RankingId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::comments::{
    CommentOrder, CommentQueries, CommentView, PostWithComments, RankedPage,
};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Page, PageLimit, PageRequest, RankKey, TimeKey};
use thoughts_use_cases::storage::StorageError;

use super::rows::{CommentRow, comment_rows};
use super::{lists, ranking, with_post};
use crate::errors::storage_error;
use crate::paging::{Order, assemble, positioned};
use crate::storage::PostgresStorage;

#[async_trait]
impl CommentQueries for PostgresStorage {
    async fn comment(
        &self,
        id: CommentId,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<CommentView>>, StorageError> {
        let row = comment_rows!(
            "hidden_by_block",
            "SELECT '' AS id",
            "comments c",
            "NULL::bigint",
            "c.id = $2 AND NOT EXISTS (
                 SELECT FROM posts w WHERE w.id = c.post_id AND w.hidden_at IS NOT NULL
                     AND w.author_id IS DISTINCT FROM $1 AND c.author_id IS DISTINCT FROM $1
                     AND NOT EXISTS (SELECT FROM moderators m WHERE m.id = $1) OFFSET 0)",
            viewer,
            id.as_str()
        )
        .fetch_one(&self.pool)
        .await
        .map_err(storage_error)?;
        let (position, epoch) = (row.position, row.epoch.clone());
        Ok(positioned(position, &epoch, row.view()?)?)
    }

    async fn of_post(
        &self,
        post: PostId,
        order: CommentOrder,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<CommentView, TimeKey>>>, StorageError> {
        let (rows, follows) = lists::of_post(&self.pool, post, order, viewer, page)
            .await
            .map_err(storage_error)?;
        let order = match order {
            CommentOrder::Oldest => Order::Ascending,
            CommentOrder::Newest => Order::Descending,
        };
        list(rows, page, order, follows)
    }

    async fn with_post(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        limit: PageLimit,
    ) -> Result<Positioned<Option<PostWithComments>>, StorageError> {
        with_post::read(&self.pool, post, viewer, limit).await
    }

    async fn top_of_post(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<RankKey>,
        fresh: RankingId,
        now: Timestamp,
    ) -> Result<Positioned<RankedPage>, StorageError> {
        ranking::page(&self.pool, post, viewer, page, fresh, now).await
    }

    async fn replies(
        &self,
        comment: CommentId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<CommentView, TimeKey>>>, StorageError> {
        let (rows, follows) = lists::replies(&self.pool, comment, viewer, page)
            .await
            .map_err(storage_error)?;
        list(rows, page, Order::Ascending, follows)
    }

    async fn by_user(
        &self,
        user: UserId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<CommentView, TimeKey>>>, StorageError> {
        let (rows, follows) = lists::by_user(&self.pool, user, viewer, page)
            .await
            .map_err(storage_error)?;
        list(rows, page, Order::Descending, follows)
    }
}

fn list(
    rows: Vec<CommentRow>,
    page: &PageRequest<TimeKey>,
    order: Order,
    follows: bool,
) -> Result<Positioned<Option<Page<CommentView, TimeKey>>>, StorageError> {
    let (position, epoch, owner) = rows
        .first()
        .map(|row| (row.position, row.epoch.clone(), row.owner))
        .unwrap_or_default();
    if !owner {
        return Ok(positioned(position, &epoch, None)?);
    }
    let mut comments = Vec::with_capacity(rows.len());
    for row in rows {
        comments.extend(row.view()?);
    }
    let page = assemble(comments, page, order, follows, |comment: &CommentView| {
        TimeKey {
            at: comment.created_at,
            id: comment.id.raw(),
        }
    });
    Ok(positioned(position, &epoch, Some(page))?)
}
