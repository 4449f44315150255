//! Reads of comments.

use std::cmp::Reverse;

use async_trait::async_trait;
use thoughts_domain::ids::{CommentId, PostId, RankingId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::comments::{
    CommentOrder, CommentQueries, CommentView, PostWithComments, RankedPage,
};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Page, PageLimit, PageRequest, RankKey, TimeKey};
use thoughts_use_cases::storage::StorageError;

use crate::memory::MemoryStorage;
use crate::memory::paging::page_of;
use crate::memory::state::{CommentRow, State};

#[async_trait]
impl CommentQueries for MemoryStorage {
    async fn comment(
        &self,
        id: CommentId,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<CommentView>>, StorageError> {
        Ok(self.positioned(|state| {
            let row = state.comments.get(&id);
            row.filter(|row| state.shows_comment(row, viewer))
                .map(|row| state.comment_view(row, viewer))
        }))
    }

    async fn of_post(
        &self,
        post: PostId,
        order: CommentOrder,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<CommentView, TimeKey>>>, StorageError> {
        Ok(self.positioned(|state| {
            state.post_view(post, viewer)?;
            let top = |row: &CommentRow| row.post_id == post && row.parent_id.is_none();
            Some(state.comments_in_time(order, viewer, page, top))
        }))
    }

    async fn with_post(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        limit: PageLimit,
    ) -> Result<Positioned<Option<PostWithComments>>, StorageError> {
        Ok(self.positioned(|state| {
            let top = |row: &CommentRow| row.post_id == post && row.parent_id.is_none();
            let first = PageRequest::first(limit);
            Some(PostWithComments {
                post: state.post_view(post, viewer)?,
                comments: state.comments_in_time(CommentOrder::Oldest, viewer, &first, top),
            })
        }))
    }

    async fn top_of_post(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<RankKey>,
        fresh: RankingId,
        now: Timestamp,
    ) -> Result<Positioned<RankedPage>, StorageError> {
        let ranked = self.write(|state| Positioned {
            value: state.top_of_post(post, viewer, page, fresh, now),
            position: state.head(),
        });
        Ok(ranked.await)
    }

    async fn replies(
        &self,
        comment: CommentId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<CommentView, TimeKey>>>, StorageError> {
        Ok(self.positioned(|state| {
            let parent = state.comments.get(&comment)?;
            let below = |row: &CommentRow| row.parent_id == Some(comment);
            let there =
                state.shows_comment(parent, viewer) && state.shows_thread(parent.post_id, viewer);
            there.then(|| state.comments_in_time(CommentOrder::Oldest, viewer, page, below))
        }))
    }

    async fn by_user(
        &self,
        user: UserId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<CommentView, TimeKey>>>, StorageError> {
        Ok(self.positioned(|state| {
            let hidden = |post| state.posts.get(&post).is_none_or(|row| row.post.hidden);
            let his = |row: &CommentRow| {
                row.author() == Some(user) && !row.hidden && !hidden(row.post_id)
            };
            state
                .is_there_for(user, viewer)
                .then(|| state.comments_in_time(CommentOrder::Newest, viewer, page, his))
        }))
    }
}

impl State {
    fn comments_in_time(
        &self,
        order: CommentOrder,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
        wanted: impl Fn(&CommentRow) -> bool,
    ) -> Page<CommentView, TimeKey> {
        let key = |row: &CommentView| TimeKey {
            at: row.created_at,
            id: row.id.raw(),
        };
        let rows = self
            .comments
            .values()
            .filter(|row| wanted(row) && self.lists_comment(row, viewer));
        let mut rows: Vec<_> = rows.map(|row| self.comment_view(row, viewer)).collect();
        match order {
            CommentOrder::Oldest => rows.sort_by_key(key),
            CommentOrder::Newest => rows.sort_by_key(|row| Reverse(key(row))),
        }
        page_of(&rows, page, key, |a, b| match order {
            CommentOrder::Oldest => a < b,
            CommentOrder::Newest => a > b,
        })
    }
}
