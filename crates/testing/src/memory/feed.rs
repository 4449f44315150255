//! Reads of home feeds.

use std::cmp::Reverse;

use async_trait::async_trait;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::feed::{FeedItem, FeedQueries, RepostView};
use thoughts_use_cases::paging::{Page, PageRequest, TimeKey};
use thoughts_use_cases::storage::StorageError;

use crate::memory::MemoryStorage;
use crate::memory::paging::page_of;
use crate::memory::state::{PostRow, State};

#[async_trait]
impl FeedQueries for MemoryStorage {
    async fn home(
        &self,
        reader: UserId,
        page: &PageRequest<TimeKey>,
    ) -> Result<Positioned<Page<FeedItem, TimeKey>>, StorageError> {
        Ok(self.positioned(|state| {
            let posts = state.posts.values();
            let mut items: Vec<_> = posts
                .filter_map(|row| state.feed_item(row, reader))
                .collect();
            items.sort_by_key(|item| Reverse(item.key()));
            page_of(&items, page, FeedItem::key, |a, b| a > b)
        }))
    }
}

impl State {
    fn feed_item(&self, row: &PostRow, reader: UserId) -> Option<FeedItem> {
        let author = row.post.author_id;
        if row.post.hidden || !self.lists(author, Some(reader)) {
            return None;
        }
        let repost = if self.is_source(author, reader) {
            None
        } else {
            Some(self.first_repost(row.post.id, reader)?)
        };
        Some(FeedItem {
            post: self.post_view(row.post.id, Some(reader))?,
            repost,
        })
    }

    fn first_repost(&self, post: PostId, reader: UserId) -> Option<RepostView> {
        let reposts = self.reactions.iter().filter_map(|((reaction, by), at)| {
            let counts = *reaction == Reaction::Repost(post)
                && self.is_source(*by, reader)
                && self.is_there_for(*by, Some(reader));
            counts.then_some((*at, *by))
        });
        let (at, by) = reposts.min()?;
        let by = self.users.get(&by)?.shown.clone();
        Some(RepostView { by, at })
    }

    fn is_source(&self, user: UserId, reader: UserId) -> bool {
        let follow = (reader, RelationKind::Follow, user);
        user == reader || (self.relations.contains_key(&follow) && self.lists(user, Some(reader)))
    }
}
