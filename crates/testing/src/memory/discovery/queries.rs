//! Finding, and reading what was found.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use async_trait::async_trait;
use thoughts_domain::accounts::Handle;
use thoughts_domain::discovery::SearchText;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::accounts::UserView;
use thoughts_use_cases::discovery::{
    HashtagHit, MOST_HITS, PostHit, PostSearch, SearchQueries, UserHit,
};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::posts::PostView;
use thoughts_use_cases::storage::StorageError;

use crate::memory::MemoryStorage;
use crate::memory::state::State;

#[async_trait]
impl SearchQueries for MemoryStorage {
    async fn find_posts(&self, search: &PostSearch) -> Result<Vec<PostHit>, StorageError> {
        Ok(self.read(|state| {
            let found = state.post_words.iter().filter_map(|(id, words)| {
                let row = state.posts.get(id)?;
                let at = row.post.created_at;
                let fits = holds(words, &search.text)
                    && search
                        .author
                        .is_none_or(|author| row.post.author_id == author)
                    && search.since.is_none_or(|since| at >= since)
                    && search.until.is_none_or(|until| at < until);
                fits.then_some(PostHit {
                    id: *id,
                    created_at: at,
                    responses: row.comment_count
                        + state.count_reactions(Reaction::LikePost(*id))
                        + 2 * state.count_reactions(Reaction::Repost(*id)),
                })
            });
            let mut hits: Vec<_> = found.collect();
            hits.sort_by_key(|hit| Reverse((hit.created_at, hit.id)));
            hits.truncate(MOST_HITS as usize);
            hits
        }))
    }

    async fn find_users(&self, text: &SearchText) -> Result<Vec<UserHit>, StorageError> {
        let phrases = text.phrases();
        let fits = |names: &str| {
            let mut phrases = phrases.iter();
            let all = phrases.all(|phrase| match &phrase[..] {
                [word] if word.chars().count() >= 3 => names.contains(word.as_str()),
                words => names.contains(&format!("  {}", words.join("  "))),
            });
            all && !text.phrases().is_empty()
        };
        Ok(self.read(|state| {
            let named = state.user_names.iter().filter(|(_, names)| fits(names));
            let mut hits: Vec<_> = named
                .filter_map(|(id, _)| {
                    let row = state.users.get(id)?;
                    Some(UserHit {
                        id: *id,
                        handle: row.shown.handle.clone(),
                        followers: row.follower_count,
                    })
                })
                .collect();
            let very = text.handle().map(Handle::as_str);
            hits.sort_by_key(|hit| {
                let other = very != Some(hit.handle.as_str());
                (other, Reverse(hit.followers), hit.id)
            });
            hits.truncate(MOST_HITS as usize);
            hits
        }))
    }

    async fn find_hashtags(&self, beginning: &str) -> Result<Vec<HashtagHit>, StorageError> {
        Ok(self.read(|state| {
            let counts = state.hashtag_counts();
            let found = counts
                .into_iter()
                .filter(|(name, _)| name.starts_with(beginning));
            let found = found.map(|(name, post_count)| HashtagHit { name, post_count });
            found.take(MOST_HITS as usize).collect()
        }))
    }

    async fn posts_among(
        &self,
        posts: &[PostId],
        viewer: Option<UserId>,
        limit: u32,
    ) -> Result<Positioned<Vec<PostView>>, StorageError> {
        Ok(self.positioned(|state| {
            let shown = posts.iter().filter_map(|id| state.listed_post(*id, viewer));
            shown.take(limit as usize).collect()
        }))
    }

    async fn users_among(
        &self,
        users: &[UserId],
        viewer: Option<UserId>,
        limit: u32,
    ) -> Result<Positioned<Vec<UserView>>, StorageError> {
        Ok(self.positioned(|state| {
            let shown = users.iter().filter(|id| state.lists(**id, viewer));
            let views = shown.filter_map(|id| state.users.get(id)?.view());
            views.take(limit as usize).collect()
        }))
    }

    async fn hashtags_among(
        &self,
        names: &[String],
        limit: u32,
    ) -> Result<Positioned<Vec<String>>, StorageError> {
        Ok(self.positioned(|state| {
            let counts = state.hashtag_counts();
            let there = names.iter().filter(|name| counts.contains_key(*name));
            there.take(limit as usize).cloned().collect()
        }))
    }
}

fn holds(words: &[String], text: &SearchText) -> bool {
    let mut phrases = text.phrases().iter();
    let all = phrases.all(|phrase| words.windows(phrase.len()).any(|part| part == &phrase[..]));
    all && !text.phrases().is_empty()
}

impl State {
    /// How many posts have each hashtag.
    pub fn hashtag_counts(&self) -> BTreeMap<String, u64> {
        let mut counts = BTreeMap::new();
        let shown = self.posts.values().filter(|row| !row.post.hidden);
        for tag in shown.flat_map(|row| row.post.body.hashtags()) {
            *counts.entry(tag).or_default() += 1;
        }
        counts
    }
}
