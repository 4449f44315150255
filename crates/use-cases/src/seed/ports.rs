//! The ports of this room.

use async_trait::async_trait;
use thoughts_domain::graph::Relation;
use thoughts_domain::time::Timestamp;

use super::{LinkCounts, SeedComment, SeedPost, SeedReaction, SeedUser, WorldPlan};
use crate::accounts::PasswordHash;
use crate::storage::StorageError;

/// Every made-up address ends so: no mail can reach it (RFC 2606), and no other account has one.
pub const SEED_EMAIL_DOMAIN: &str = "seed.thoughts.example";

/// A world, made row by row in an order in which each row only names rows before it.
pub trait World: Send + Sync {
    /// The users, oldest first.
    fn users(&self) -> Box<dyn Iterator<Item = SeedUser> + Send + '_>;

    /// The posts, oldest first.
    fn posts(&self) -> Box<dyn Iterator<Item = SeedPost> + Send + '_>;

    /// The comments, oldest first; a parent stands before its replies.
    fn comments(&self) -> Box<dyn Iterator<Item = SeedComment> + Send + '_>;

    /// Who follows, blocks and mutes whom. Nobody follows whom a block hides from him.
    fn relations(&self) -> Box<dyn Iterator<Item = Relation> + Send + '_>;

    /// Who likes, reposts and keeps which posts.
    fn reactions_to_posts(&self) -> Box<dyn Iterator<Item = SeedReaction> + Send + '_>;

    /// Who likes which comments.
    fn reactions_to_comments(&self) -> Box<dyn Iterator<Item = SeedReaction> + Send + '_>;

    /// How many rows there are beside those that the plan counts.
    fn links(&self) -> LinkCounts;
}

/// What a storage holds before a world is loaded.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Occupancy {
    /// The world that was loaded to its end, if any.
    pub world: Option<WorldPlan>,
    /// How many accounts are made up, also by a load that was broken off.
    pub seeded_users: u64,
    /// How many accounts are not.
    pub other_users: u64,
}

/// Loads rows in bulk, each call in a transaction of its own, past the event log: what reads the
/// log is rebuilt afterwards. Rows name only rows that were added before them; a storage may look
/// whether they do as late as in [`Self::finish`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait BulkLoader: Send + Sync {
    /// What the storage holds.
    ///
    /// # Errors
    /// Those of the storage.
    async fn occupancy(&self) -> Result<Occupancy, StorageError>;

    /// Removes every user, post and comment with all that hangs on them, what the event log tells
    /// of them, and the note of the world. Sessions are noted as ended at `now`, so that replicas
    /// refuse them; positions of the log go on.
    ///
    /// # Errors
    /// Those of the storage.
    async fn clear(&self, now: Timestamp) -> Result<(), StorageError>;

    /// Adds users, all with the same password.
    ///
    /// # Errors
    /// Those of the storage.
    async fn add_users(
        &self,
        users: &[SeedUser],
        password: &PasswordHash,
    ) -> Result<(), StorageError>;

    /// Adds posts and their hashtags.
    ///
    /// # Errors
    /// Those of the storage.
    async fn add_posts(&self, posts: &[SeedPost]) -> Result<(), StorageError>;

    /// Adds comments.
    ///
    /// # Errors
    /// Those of the storage.
    async fn add_comments(&self, comments: &[SeedComment]) -> Result<(), StorageError>;

    /// Adds relations of any kind. The counters of users have them already.
    ///
    /// # Errors
    /// Those of the storage.
    async fn add_relations(&self, relations: &[Relation]) -> Result<(), StorageError>;

    /// Adds reactions of any kind. The counters of posts and comments have them already.
    ///
    /// # Errors
    /// Those of the storage.
    async fn add_reactions(&self, reactions: &[SeedReaction]) -> Result<(), StorageError>;

    /// Notes that the world is complete and lets the storage look at what it now holds
    /// (planner statistics).
    ///
    /// # Errors
    /// Those of the storage; [`StorageError::Conflict`] when a row names one that is not there,
    /// because somebody has deleted it meanwhile.
    async fn finish(&self, plan: &WorldPlan) -> Result<(), StorageError>;
}
