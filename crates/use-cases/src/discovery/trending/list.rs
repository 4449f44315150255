//! Listing what moves.

use std::sync::Arc;

use async_trait::async_trait;
use thoughts_domain::ids::UserId;

use super::TrendingQueries;
use crate::discovery::{HashtagView, SearchQueries, pages};
use crate::events::Positioned;
use crate::paging::{PageRequest, RankKey};
use crate::posts::PostView;
use crate::ranked::{Keep, Ranked, RankedList, RankedLists};
use crate::storage::StorageError;
use crate::system::{Clock, IdGenerator};

/// Lists what moves, the hottest first. A walk stays within the generation that its first page
/// named; what is hidden from the viewer or has gone since is left out of pages, and they are full
/// all the same.
#[async_trait]
pub trait Trending: Send + Sync {
    /// Posts.
    ///
    /// # Errors
    /// Those of the storage.
    async fn posts(
        &self,
        viewer: Option<UserId>,
        page: &PageRequest<RankKey>,
    ) -> Result<Positioned<Ranked<PostView>>, StorageError>;

    /// Hashtags, the same for everybody.
    ///
    /// # Errors
    /// Those of the storage.
    async fn hashtags(
        &self,
        page: &PageRequest<RankKey>,
    ) -> Result<Positioned<Ranked<HashtagView>>, StorageError>;
}

/// [`Trending`] over its ports.
pub struct TrendingUseCase {
    /// Knows what is hot.
    pub hot: Arc<dyn TrendingQueries>,
    /// Reads posts and hashtags of a list.
    pub queries: Arc<dyn SearchQueries>,
    /// Keeps the order of a moment.
    pub rankings: Arc<dyn RankedLists>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
}

#[async_trait]
impl Trending for TrendingUseCase {
    async fn posts(
        &self,
        viewer: Option<UserId>,
        page: &PageRequest<RankKey>,
    ) -> Result<Positioned<Ranked<PostView>>, StorageError> {
        let list = self.list("trending:posts", Keep::WhatGoesOn);
        let rank = async {
            let hot = self.hot.hot_posts().await?;
            Ok(hot.iter().map(ToString::to_string).collect())
        };
        let generation = list.generation(page, rank).await?;
        pages::posts(&*self.queries, generation, viewer, page).await
    }

    async fn hashtags(
        &self,
        page: &PageRequest<RankKey>,
    ) -> Result<Positioned<Ranked<HashtagView>>, StorageError> {
        // Kept even when all fits on one page: posts are counted once for a while, not each time.
        let list = self.list("trending:hashtags", Keep::All);
        let rank = async {
            let hot = self.hot.hot_hashtags().await?;
            Ok(hot.iter().map(pages::counted).collect())
        };
        let generation = list.generation(page, rank).await?;
        pages::hashtags(&*self.queries, generation, page).await
    }
}

impl TrendingUseCase {
    fn list(&self, scope: &str, keep: Keep) -> RankedList<'_> {
        RankedList {
            lists: &*self.rankings,
            clock: &*self.clock,
            ids: &*self.ids,
            scope: scope.to_owned(),
            keep,
        }
    }
}
