//! Finding, and reading what was found.

use async_trait::async_trait;
use thoughts_domain::discovery::SearchText;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::accounts::UserView;
use thoughts_use_cases::discovery::{HashtagHit, PostHit, PostSearch, SearchQueries, UserHit};
use thoughts_use_cases::events::Positioned;
use thoughts_use_cases::posts::PostView;
use thoughts_use_cases::storage::StorageError;

use super::{among, finding};
use crate::store::SqliteStorage;

#[async_trait]
impl SearchQueries for SqliteStorage {
    async fn find_posts(&self, search: &PostSearch) -> Result<Vec<PostHit>, StorageError> {
        if search.text.phrases().is_empty() {
            return Ok(Vec::new());
        }
        finding::posts(&self.readers, search).await
    }

    async fn find_users(&self, text: &SearchText) -> Result<Vec<UserHit>, StorageError> {
        if text.phrases().is_empty() {
            return Ok(Vec::new());
        }
        finding::users(&self.readers, text).await
    }

    async fn find_hashtags(&self, beginning: &str) -> Result<Vec<HashtagHit>, StorageError> {
        finding::hashtags(&self.readers, beginning).await
    }

    async fn posts_among(
        &self,
        ids: &[PostId],
        viewer: Option<UserId>,
        limit: u32,
    ) -> Result<Positioned<Vec<PostView>>, StorageError> {
        self.posts_of_list(ids, viewer, limit).await
    }

    async fn users_among(
        &self,
        ids: &[UserId],
        viewer: Option<UserId>,
        limit: u32,
    ) -> Result<Positioned<Vec<UserView>>, StorageError> {
        self.users_of_list(ids, viewer, limit).await
    }

    async fn hashtags_among(
        &self,
        names: &[String],
        limit: u32,
    ) -> Result<Positioned<Vec<String>>, StorageError> {
        among::hashtags(&self.readers, names, limit).await
    }
}
