//! What moves.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use async_trait::async_trait;
use thoughts_domain::discovery::{Deeds, MOST_DEEDS, tick};
use thoughts_domain::engagement::Reaction;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::discovery::{
    Done, HashtagView, MOST_TRENDING, MOST_TRENDING_HASHTAGS, TrendingQueries, TrendingRepository,
};
use thoughts_use_cases::storage::StorageError;

use crate::memory::MemoryStorage;
use crate::memory::state::{PostRow, State};
use crate::memory::store::MemoryWork;

type Kept = (f64, u64);

#[async_trait]
impl TrendingRepository for MemoryWork {
    async fn done_to_posts(
        &mut self,
        posts: &[PostId],
        position: Option<u64>,
    ) -> Result<Done<PostId>, StorageError> {
        let state = &self.state;
        let wanted = posts
            .iter()
            .filter(|id| !knows(state.hot_posts.get(id), position));
        Ok(Done {
            known_at: state.position,
            hottest: hottest(state.hot_posts.values()),
            to: wanted
                .filter_map(|id| Some((*id, state.done_to(state.posts.get(id)?))))
                .collect(),
        })
    }

    async fn uses_of_hashtags(
        &mut self,
        names: &[String],
        position: Option<u64>,
    ) -> Result<Done<String>, StorageError> {
        let state = &self.state;
        let wanted = names
            .iter()
            .filter(|name| !knows(state.hot_hashtags.get(*name), position));
        Ok(Done {
            known_at: state.position,
            hottest: hottest(state.hot_hashtags.values()),
            to: wanted
                .map(|name| {
                    let posts = state.posts.values();
                    let uses = posts.filter(|row| row.has(name));
                    let uses = uses.map(|row| (row.post.author_id, row.post.created_at));
                    (name.clone(), deeds(once_each(newest(uses)), 1))
                })
                .collect(),
        })
    }

    async fn keep_posts(
        &mut self,
        hot: &[(PostId, f64)],
        cold: &[PostId],
        coldest: f64,
        known_at: u64,
    ) -> Result<(), StorageError> {
        let state = &mut self.state;
        keep(&mut state.hot_posts, hot, cold, coldest, known_at);
        let posts = &state.posts;
        state.hot_posts.retain(|id, _| posts.contains_key(id));
        Ok(())
    }

    async fn keep_hashtags(
        &mut self,
        hot: &[(String, f64)],
        cold: &[String],
        coldest: f64,
        known_at: u64,
    ) -> Result<(), StorageError> {
        keep(&mut self.state.hot_hashtags, hot, cold, coldest, known_at);
        Ok(())
    }

    async fn post_of(&mut self, comment: CommentId) -> Result<Option<PostId>, StorageError> {
        let row = self.state.comments.get(&comment);
        Ok(row.map(|row| row.post_id))
    }

    async fn hashtags_of(&mut self, post: PostId) -> Result<Vec<String>, StorageError> {
        let row = self.state.posts.get(&post).filter(|row| !row.post.hidden);
        Ok(row.map_or_else(Vec::new, |row| row.post.body.hashtags()))
    }

    /// In memory nothing notes which hashtag has lost a post: all are looked at again.
    async fn take_stale_hashtags(&mut self, limit: u32) -> Result<Vec<String>, StorageError> {
        let kept = self.state.hot_hashtags.keys();
        Ok(kept.take(limit as usize).cloned().collect())
    }

    async fn hashtags_after(
        &mut self,
        after: &str,
        limit: u32,
    ) -> Result<Vec<String>, StorageError> {
        let counts = self.state.hashtag_counts();
        let names = counts.into_keys().filter(|name| name.as_str() > after);
        Ok(names.take(limit as usize).collect())
    }
}

#[async_trait]
impl TrendingQueries for MemoryStorage {
    async fn hot_posts(&self) -> Result<Vec<PostId>, StorageError> {
        Ok(self.read(|state| {
            let kept = state.hot_posts.iter();
            let there = kept.filter(|(id, _)| state.posts.contains_key(id));
            hottest_first(there, MOST_TRENDING)
        }))
    }

    async fn hot_hashtags(&self) -> Result<Vec<HashtagView>, StorageError> {
        Ok(self.read(|state| {
            let counts = state.hashtag_counts();
            let kept = state.hot_hashtags.iter();
            let there = kept.filter(|(name, _)| counts.contains_key(*name));
            let names: Vec<String> = hottest_first(there, MOST_TRENDING_HASHTAGS);
            let counted = names.into_iter().map(|name| HashtagView {
                post_count: counts.get(&name).copied().unwrap_or_default(),
                name,
            });
            counted.collect()
        }))
    }
}

impl PostRow {
    fn has(&self, name: &String) -> bool {
        !self.post.hidden && self.post.body.hashtags().contains(name)
    }
}

impl State {
    fn done_to(&self, row: &PostRow) -> Vec<Deeds> {
        let (id, author) = (row.post.id, row.post.author_id);
        if row.post.hidden {
            return Vec::new();
        }
        let by_others = |wanted: Reaction| {
            let reactions = self.reactions.iter();
            let theirs =
                reactions.filter(move |((reaction, by), _)| *reaction == wanted && *by != author);
            newest(theirs.map(|((_, by), at)| (*by, *at)))
        };
        let comments = self.comments.values().filter(|comment| {
            comment.post_id == id && comment.parent_id.is_none() && !comment.hidden
        });
        let comments = comments
            .filter_map(|comment| Some((comment.author()?, comment.created_at)))
            .filter(|(by, _)| *by != author);
        let mut all = deeds(by_others(Reaction::LikePost(id)), 1);
        all.extend(deeds(by_others(Reaction::Repost(id)), 2));
        all.extend(deeds(once_each(newest(comments)), 1));
        all
    }
}

fn newest(deeds: impl Iterator<Item = (UserId, Timestamp)>) -> Vec<(UserId, Timestamp)> {
    let mut deeds: Vec<_> = deeds.collect();
    deeds.sort_by_key(|(_, at)| Reverse(*at));
    deeds.truncate(MOST_DEEDS as usize);
    deeds
}

/// Each person when he did it last; the newest come first.
fn once_each(deeds: Vec<(UserId, Timestamp)>) -> Vec<(UserId, Timestamp)> {
    let mut last = BTreeMap::new();
    for (by, at) in deeds {
        last.entry(by).or_insert(at);
    }
    last.into_iter().collect()
}

fn deeds(done: Vec<(UserId, Timestamp)>, worth: u64) -> Vec<Deeds> {
    let deeds = done.into_iter().map(|(_, at)| Deeds {
        tick: tick(at),
        worth,
    });
    deeds.collect()
}

fn knows(kept: Option<&Kept>, position: Option<u64>) -> bool {
    kept.zip(position)
        .is_some_and(|((_, known_at), position)| *known_at >= position)
}

fn hottest<'a>(kept: impl Iterator<Item = &'a Kept>) -> Option<f64> {
    kept.map(|(heat, _)| *heat).max_by(f64::total_cmp)
}

fn keep<K: Ord + Clone>(
    kept: &mut BTreeMap<K, Kept>,
    hot: &[(K, f64)],
    cold: &[K],
    coldest: f64,
    known_at: u64,
) {
    kept.retain(|thing, (heat, _)| *heat >= coldest && !cold.contains(thing));
    for (thing, heat) in hot {
        kept.insert(thing.clone(), (*heat, known_at));
    }
}

fn hottest_first<'a, K: Ord + Clone + 'a>(
    kept: impl Iterator<Item = (&'a K, &'a Kept)>,
    most: u32,
) -> Vec<K> {
    let mut kept: Vec<_> = kept.collect();
    kept.sort_by(|(a, (x, _)), (b, (y, _))| y.total_cmp(x).then(a.cmp(b)));
    let first = kept.into_iter().take(most as usize);
    first.map(|(thing, _)| thing.clone()).collect()
}
