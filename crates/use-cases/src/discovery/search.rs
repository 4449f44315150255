//! Looking for posts, users and hashtags.

use std::cmp::Reverse;
use std::sync::Arc;

use async_trait::async_trait;
use thoughts_domain::discovery::{SearchText, UserMatch, post_score};
use thoughts_domain::ids::UserId;
use thoughts_domain::time::Timestamp;

use super::{HashtagView, PostHit, PostSearch, SearchQueries, pages};
use crate::accounts::UserView;
use crate::events::Positioned;
use crate::paging::{PageRequest, RankKey};
use crate::posts::PostView;
use crate::ranked::{Keep, Ranked, RankedList, RankedLists};
use crate::storage::StorageError;
use crate::system::{Clock, IdGenerator};

/// Looks for things. A walk stays within the generation that its first page named: the hits in the
/// order of that moment, whoever looked; what is hidden from `viewer` or has gone since is left
/// out of pages, and they are full all the same.
#[async_trait]
pub trait Search: Send + Sync {
    /// Posts, by [`post_score`].
    ///
    /// # Errors
    /// Those of the storage.
    async fn posts(
        &self,
        search: &PostSearch,
        viewer: Option<UserId>,
        page: &PageRequest<RankKey>,
    ) -> Result<Positioned<Ranked<PostView>>, StorageError>;

    /// Users, by how well their handle fits, then by how many follow them.
    ///
    /// # Errors
    /// Those of the storage.
    async fn users(
        &self,
        text: &SearchText,
        viewer: Option<UserId>,
        page: &PageRequest<RankKey>,
    ) -> Result<Positioned<Ranked<UserView>>, StorageError>;

    /// Hashtags that begin with the text: itself first, then those that most posts have.
    ///
    /// # Errors
    /// Those of the storage.
    async fn hashtags(
        &self,
        text: &SearchText,
        page: &PageRequest<RankKey>,
    ) -> Result<Positioned<Ranked<HashtagView>>, StorageError>;
}

/// [`Search`] over its ports.
pub struct SearchUseCase {
    /// Finds.
    pub queries: Arc<dyn SearchQueries>,
    /// Keeps the order of a moment.
    pub rankings: Arc<dyn RankedLists>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl Search for SearchUseCase {
    async fn posts(
        &self,
        search: &PostSearch,
        viewer: Option<UserId>,
        page: &PageRequest<RankKey>,
    ) -> Result<Positioned<Ranked<PostView>>, StorageError> {
        let list = self.list(posts_scope(search), Keep::WhatGoesOn);
        let rank = async {
            let mut hits = self.queries.find_posts(search).await?;
            hits.sort_by(|a, b| {
                let score = |hit: &PostHit| post_score(hit.created_at, hit.responses);
                let newest = (b.created_at, b.id).cmp(&(a.created_at, a.id));
                score(b).total_cmp(&score(a)).then(newest)
            });
            Ok(hits.iter().map(|hit| hit.id.to_string()).collect())
        };
        let generation = list.generation(page, rank).await?;
        pages::posts(&*self.queries, generation, viewer, page).await
    }

    async fn users(
        &self,
        text: &SearchText,
        viewer: Option<UserId>,
        page: &PageRequest<RankKey>,
    ) -> Result<Positioned<Ranked<UserView>>, StorageError> {
        let wanted = text.handle().map_or("", |handle| handle.as_str());
        let scope = format!("search:users:{}:{wanted}", text.key());
        let list = self.list(scope, Keep::WhatGoesOn);
        let rank = async {
            let mut hits = self.queries.find_users(text).await?;
            hits.sort_by_cached_key(|hit| {
                let fit = UserMatch::of(&hit.handle, wanted);
                (fit, Reverse(hit.followers), hit.handle.clone())
            });
            Ok(hits.iter().map(|hit| hit.id.to_string()).collect())
        };
        let generation = list.generation(page, rank).await?;
        pages::users(&*self.queries, generation, viewer, page).await
    }

    async fn hashtags(
        &self,
        text: &SearchText,
        page: &PageRequest<RankKey>,
    ) -> Result<Positioned<Ranked<HashtagView>>, StorageError> {
        let wanted = text.hashtag().unwrap_or_default();
        // Kept even when all fits on one page: posts are counted once for a while, not each time.
        let list = self.list(format!("search:hashtags:{wanted}"), Keep::All);
        let rank = async {
            if wanted.is_empty() {
                return Ok(Vec::new());
            }
            let mut hits = self.queries.find_hashtags(wanted).await?;
            hits.sort_by_cached_key(|hit| {
                let other = hit.name != wanted;
                (other, Reverse(hit.post_count), hit.name.clone())
            });
            Ok(hits.iter().map(pages::counted).collect())
        };
        let generation = list.generation(page, rank).await?;
        pages::hashtags(&*self.queries, generation, page).await
    }
}

impl SearchUseCase {
    fn list(&self, scope: String, keep: Keep) -> RankedList<'_> {
        RankedList {
            lists: &*self.rankings,
            clock: &*self.clock,
            ids: &*self.ids,
            scope,
            keep,
        }
    }
}

fn posts_scope(search: &PostSearch) -> String {
    let author = search.author.map(|id| id.to_string()).unwrap_or_default();
    let micros = |moment: Option<Timestamp>| {
        let micros = moment.map(|at| at.as_micros().to_string());
        micros.unwrap_or_default()
    };
    let (since, until) = (micros(search.since), micros(search.until));
    format!(
        "search:posts:{}:{author}:{since}:{until}",
        search.text.key()
    )
}
