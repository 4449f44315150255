//! Reads of who reacted.

use std::cmp::Reverse;

use async_trait::async_trait;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::engagement::{
    BookmarkedPost, CounterFolding, EngagementQueries, ReactingUser,
};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use crate::memory::MemoryStorage;
use crate::memory::paging::page_of;
use crate::memory::state::State;

type ReactingPage = Page<ReactingUser, TimeKey>;

#[async_trait]
impl EngagementQueries for MemoryStorage {
    async fn likes(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<ReactingPage>>, StorageError> {
        let wanted = Reaction::LikePost(post);
        Ok(self.positioned(|state| state.page_of_reacting(post, wanted, viewer, page)))
    }

    async fn reposts(
        &self,
        post: PostId,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Option<ReactingPage>>, StorageError> {
        let wanted = Reaction::Repost(post);
        Ok(self.positioned(|state| state.page_of_reacting(post, wanted, viewer, page)))
    }

    async fn bookmarks(
        &self,
        user: UserId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<BookmarkedPost, TimeKey>>, StorageError> {
        let key = |row: &BookmarkedPost| TimeKey {
            at: row.since,
            id: row.post.id.raw(),
        };
        Ok(self.positioned(|state| {
            let his = state.reactions.iter().filter(|((_, by), _)| *by == user);
            let kept = his.filter_map(|((reaction, _), since)| {
                let Reaction::Bookmark(post) = reaction else {
                    return None;
                };
                let post = state.listed_post(*post, Some(user))?;
                let since = *since;
                Some(BookmarkedPost { post, since })
            });
            let mut rows: Vec<_> = kept.collect();
            rows.sort_by_key(|row| Reverse(key(row)));
            page_of(&rows, page, key, |a, b| a > b)
        }))
    }
}

/// Nothing is counted beside anything.
#[async_trait]
impl CounterFolding for MemoryStorage {
    async fn fold(&self, _limit: u32) -> Result<u32, StorageError> {
        Ok(0)
    }
}

impl State {
    fn page_of_reacting(
        &self,
        post: PostId,
        wanted: Reaction,
        viewer: Option<UserId>,
        page: &PageRequest<TimeKey>,
    ) -> Option<ReactingPage> {
        self.post_view(post, viewer)?;
        let key = |row: &ReactingUser| TimeKey {
            at: row.since,
            id: row.user.id.raw(),
        };
        let reactions = self.reactions.iter();
        let mut rows: Vec<_> = reactions
            .filter(|((reaction, by), _)| *reaction == wanted && self.is_there_for(*by, viewer))
            .filter_map(|((_, by), since)| {
                Some(ReactingUser {
                    user: self.users.get(by)?.shown.clone(),
                    since: *since,
                })
            })
            .collect();
        rows.sort_by_key(|row| Reverse(key(row)));
        Some(page_of(&rows, page, key, |a, b| a > b))
    }
}
