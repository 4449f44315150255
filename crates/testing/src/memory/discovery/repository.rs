//! Keeping what things are found by, within a unit of work.

use async_trait::async_trait;
use thoughts_domain::discovery::{names, words};
use thoughts_domain::ids::{PostId, UserId};
use thoughts_use_cases::discovery::SearchRepository;
use thoughts_use_cases::storage::StorageError;

use crate::memory::store::MemoryWork;

#[async_trait]
impl SearchRepository for MemoryWork {
    async fn index_posts(&mut self, posts: &[PostId]) -> Result<(), StorageError> {
        for id in posts {
            let row = self.state.posts.get(id);
            if row.is_some_and(|row| row.post.hidden) {
                self.state.post_words.remove(id);
            } else if let Some(row) = row {
                let words = words(row.post.body.as_str()).into_iter().flatten();
                self.state.post_words.insert(*id, words.collect());
            }
        }
        Ok(())
    }

    async fn index_users(&mut self, users: &[UserId]) -> Result<(), StorageError> {
        for id in users {
            let row = self.state.users.get(id);
            if let Some(row) = row.filter(|row| row.account.is_some()) {
                let names = names(&row.shown.handle, &row.shown.display_name);
                self.state.user_names.insert(*id, names);
            }
        }
        Ok(())
    }

    async fn posts_after(
        &mut self,
        after: Option<PostId>,
        limit: u32,
    ) -> Result<Vec<PostId>, StorageError> {
        let ids = self.state.posts.keys().copied();
        let ids = ids.filter(|id| after.is_none_or(|after| *id > after));
        Ok(ids.take(limit as usize).collect())
    }

    async fn users_after(
        &mut self,
        after: Option<UserId>,
        limit: u32,
    ) -> Result<Vec<UserId>, StorageError> {
        let ids = self.state.users.keys().copied();
        let ids = ids.filter(|id| after.is_none_or(|after| *id > after));
        Ok(ids.take(limit as usize).collect())
    }
}
