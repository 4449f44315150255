//! Whether what is stored keeps its promises.

use async_trait::async_trait;

use crate::storage::StorageError;

/// A promise that is broken.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Finding {
    /// The promise, such as `posts.comment_count`.
    pub check: &'static str,
    /// The row, by id.
    pub subject: String,
    /// What is wrong: `stored 3, counted 2`.
    pub detail: String,
    /// Whether it was put right.
    pub repaired: bool,
}

/// Verifies what is stored.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait IntegrityCheck: Send + Sync {
    /// The names of all checks, in the order in which they run.
    fn checks(&self) -> Vec<&'static str>;

    /// Recounts every counter (`users.post_count`, `posts.comment_count`,
    /// `comments.reply_count`) and verifies what no constraint can say: depths are one more than
    /// the parent's, parents stand on the same post, tombstones have replies, positions of events
    /// are consecutive up to the head. With `repair`, wrong counters are set and childless
    /// tombstones removed, in one transaction; the rest needs a person. At most 1,000 findings
    /// per check are listed; all are repaired.
    ///
    /// # Errors
    /// Those of the storage; then nothing was repaired.
    async fn verify(&self, repair: bool) -> Result<Vec<Finding>, StorageError>;
}
