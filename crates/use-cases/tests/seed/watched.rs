//! A loader that remembers what it was asked and can be made to fail.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use thoughts_domain::graph::Relation;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::PasswordHash;
use thoughts_use_cases::seed::*;
use thoughts_use_cases::storage::StorageError;

/// Hands everything on to another loader.
pub struct WatchedLoader {
    inner: Arc<dyn BulkLoader>,
    /// What was asked, with how many rows.
    asked: Mutex<Vec<(&'static str, usize)>>,
    /// How many more questions are answered.
    patience: AtomicUsize,
}

impl WatchedLoader {
    pub fn over(inner: Arc<dyn BulkLoader>) -> Self {
        Self {
            inner,
            asked: Mutex::default(),
            patience: AtomicUsize::new(usize::MAX),
        }
    }

    /// Answers so many changes more, and none after that.
    pub fn fail_after(&self, changes: usize) {
        self.patience.store(changes, Ordering::SeqCst);
    }

    /// What was asked since the last time.
    pub fn asked(&self) -> Vec<(&'static str, usize)> {
        std::mem::take(&mut self.asked.lock().expect("questions"))
    }

    fn note(&self, what: &'static str, rows: usize) -> Result<(), StorageError> {
        let left = self.patience.load(Ordering::SeqCst);
        let Some(left) = left.checked_sub(1) else {
            return Err(StorageError::Unavailable("cut off".into()));
        };
        self.patience.store(left, Ordering::SeqCst);
        self.asked.lock().expect("questions").push((what, rows));
        Ok(())
    }
}

#[async_trait]
impl BulkLoader for WatchedLoader {
    async fn occupancy(&self) -> Result<Occupancy, StorageError> {
        self.inner.occupancy().await
    }

    async fn clear(&self, now: Timestamp) -> Result<(), StorageError> {
        self.note("clear", 0)?;
        self.inner.clear(now).await
    }

    async fn add_users(
        &self,
        users: &[SeedUser],
        password: &PasswordHash,
    ) -> Result<(), StorageError> {
        self.note("users", users.len())?;
        self.inner.add_users(users, password).await
    }

    async fn add_posts(&self, posts: &[SeedPost]) -> Result<(), StorageError> {
        self.note("posts", posts.len())?;
        self.inner.add_posts(posts).await
    }

    async fn add_comments(&self, comments: &[SeedComment]) -> Result<(), StorageError> {
        self.note("comments", comments.len())?;
        self.inner.add_comments(comments).await
    }

    async fn add_relations(&self, relations: &[Relation]) -> Result<(), StorageError> {
        self.note("relations", relations.len())?;
        self.inner.add_relations(relations).await
    }

    async fn add_reactions(&self, reactions: &[SeedReaction]) -> Result<(), StorageError> {
        self.note("reactions", reactions.len())?;
        self.inner.add_reactions(reactions).await
    }

    async fn finish(&self, plan: &WorldPlan) -> Result<(), StorageError> {
        self.note("finish", 0)?;
        self.inner.finish(plan).await
    }
}

/// Remembers how far each stage was told to be.
#[derive(Default)]
pub struct Told(Mutex<Vec<(Stage, u64, u64)>>);

impl Told {
    pub fn all(&self) -> Vec<(Stage, u64, u64)> {
        self.0.lock().expect("progress").clone()
    }
}

impl Progress for Told {
    fn advance(&self, stage: Stage, done: u64, total: u64) {
        self.0.lock().expect("progress").push((stage, done, total));
    }
}
