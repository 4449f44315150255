//! Reads of posts.

use std::cmp::Reverse;

use async_trait::async_trait;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey, VersionKey};
use thoughts_use_cases::posts::{PostEditView, PostFilter, PostQueries, PostView};
use thoughts_use_cases::storage::StorageError;

use crate::memory::MemoryStorage;
use crate::memory::paging::page_of;
use crate::memory::state::PostRow;

#[async_trait]
impl PostQueries for MemoryStorage {
    async fn post(
        &self,
        id: PostId,
        viewer: Option<UserId>,
    ) -> Result<Positioned<Option<PostView>>, StorageError> {
        Ok(self.positioned(|state| state.post_view(id, viewer)))
    }

    async fn feed(
        &self,
        filter: &PostFilter,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<PostView, TimeKey>>, StorageError> {
        let key = |post: &PostView| TimeKey {
            at: post.created_at,
            id: post.id.raw(),
        };
        let wanted = |post: &PostView| {
            filter.author.is_none_or(|author| post.author.id == author)
                && filter
                    .hashtag
                    .as_ref()
                    .is_none_or(|tag| post.hashtags.contains(tag))
        };
        Ok(self.positioned(|state| {
            let rows = state.posts.values();
            let posts = rows.filter_map(|row| state.listed_post(row.post.id, viewer));
            let mut posts: Vec<_> = posts.filter(wanted).collect();
            posts.sort_by_key(|post| Reverse(key(post)));
            page_of(&posts, page, key, |a, b| a > b)
        }))
    }

    async fn quotes(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<Page<PostView, TimeKey>>>, StorageError> {
        let key = |post: &PostView| TimeKey {
            at: post.created_at,
            id: post.id.raw(),
        };
        Ok(self.positioned(|state| {
            state.post_view(post, viewer)?;
            let rows = state.posts.values();
            let quoting = rows.filter(|row| row.post.quoted_post_id == Some(post));
            let posts = quoting.filter_map(|row| state.listed_post(row.post.id, viewer));
            let mut posts: Vec<_> = posts.collect();
            posts.sort_by_key(|post| Reverse(key(post)));
            Some(page_of(&posts, page, key, |a, b| a > b))
        }))
    }

    async fn edits(
        &self,
        id: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<VersionKey>,
    ) -> Result<Positioned<Option<Page<PostEditView, VersionKey>>>, StorageError> {
        Ok(self.positioned(|state| {
            let row = state.posts.get(&id)?;
            state.post_view(id, viewer)?;
            let bodies = row.bodies();
            let key = |edit: &PostEditView| VersionKey(edit.version);
            Some(page_of(&bodies, page, key, |a, b| a > b))
        }))
    }
}

impl PostRow {
    /// Every body, the present one first.
    fn bodies(&self) -> Vec<PostEditView> {
        let present = PostEditView {
            version: self.post.version,
            body: self.post.body.as_str().to_owned(),
            edited_at: self.post.edited_at.unwrap_or(self.post.created_at),
        };
        let earlier = self.edits.iter().rev().map(|old| PostEditView {
            version: old.version,
            body: old.body.as_str().to_owned(),
            edited_at: old.written_at,
        });
        std::iter::once(present).chain(earlier).collect()
    }
}
