//! Loading a world.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use thiserror::Error;
use thoughts_domain::accounts::Password;

use super::{BulkLoader, World, WorldPlan};
use crate::accounts::{HashingError, PasswordHash, PasswordHasher};
use crate::storage::StorageError;
use crate::system::Clock;

/// How many rows go into one transaction.
pub const BATCH: usize = 10_000;

/// What to do when the storage is not empty.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct LoadOptions {
    /// Make the world anew instead of leaving it.
    pub reset: bool,
    /// Do so although accounts are there that no seed made.
    pub force: bool,
}

/// What is being loaded, for a progress bar.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Stage {
    /// Users.
    Users,
    /// Posts.
    Posts,
    /// Comments.
    Comments,
    /// Who follows, blocks and mutes whom.
    Relations,
    /// Who likes, reposts and keeps which posts.
    Reactions,
    /// Who likes which comments.
    CommentLikes,
}

/// Watches a load. Of some stages two are under way at a time.
pub trait Progress: Send + Sync {
    /// `done` of `total` rows of a stage are durable.
    fn advance(&self, stage: Stage, done: u64, total: u64);
}

/// What came of a load.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LoadOutcome {
    /// The world is there now.
    Loaded,
    /// It was there already, and nothing was changed.
    AlreadyThere,
}

/// Why a world is not loaded.
#[derive(Debug, Error)]
pub enum LoadWorldError {
    /// Another world is there, or a part of one.
    #[error("another seeded world is there; --reset makes it anew")]
    OtherWorld,
    /// Accounts are there that no seed made.
    #[error("{0} accounts are there that the seed did not make; --reset --force removes them too")]
    OtherAccounts(u64),
    /// The password was not hashed.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// The storage failed; what was loaded until then stays, and --reset clears it away.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Loads worlds.
pub struct LoadWorld {
    /// Takes the rows.
    pub loader: Arc<dyn BulkLoader>,
    /// Hashes the one password of all made-up users.
    pub hasher: Arc<dyn PasswordHasher>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

impl LoadWorld {
    /// Loads `world`, which was made by `plan`.
    ///
    /// # Errors
    /// [`LoadWorldError`].
    pub async fn execute(
        &self,
        plan: WorldPlan,
        world: &dyn World,
        password: &Password,
        options: LoadOptions,
        progress: &dyn Progress,
    ) -> Result<LoadOutcome, LoadWorldError> {
        let found = self.loader.occupancy().await?;
        if !options.reset && found.world == Some(plan) {
            return Ok(LoadOutcome::AlreadyThere);
        }
        if found.other_users > 0 && !(options.reset && options.force) {
            return Err(LoadWorldError::OtherAccounts(found.other_users));
        }
        if found.seeded_users > 0 && !options.reset {
            return Err(LoadWorldError::OtherWorld);
        }
        let password = self.hasher.hash(password).await?;
        if options.reset {
            self.loader.clear(self.clock.now()).await?;
        }

        self.load(plan, world, &password, progress).await?;
        self.loader.finish(&plan).await?;
        Ok(LoadOutcome::Loaded)
    }

    async fn load(
        &self,
        plan: WorldPlan,
        world: &dyn World,
        password: &PasswordHash,
        progress: &dyn Progress,
    ) -> Result<(), StorageError> {
        let report = |stage, total: u64| move |done| progress.advance(stage, done, total);
        let mut users = Batches::new(world.users(), report(Stage::Users, plan.users.into()));
        while let Some(rows) = users.next() {
            self.loader.add_users(rows, password).await?;
        }
        let mut posts = Batches::new(world.posts(), report(Stage::Posts, plan.posts.into()));
        while let Some(rows) = posts.next() {
            self.loader.add_posts(rows).await?;
        }
        // Comments alone would keep a storage busy that can do two things at once, but not all of
        // the machine.
        let links = world.links();
        let comments = async {
            let of_comments = report(Stage::Comments, plan.comments.into());
            let mut comments = Batches::new(world.comments(), of_comments);
            while let Some(rows) = comments.next() {
                self.loader.add_comments(rows).await?;
            }
            Ok(())
        };
        let beside = async {
            let of_relations = report(Stage::Relations, links.relations);
            let mut relations = Batches::new(world.relations(), of_relations);
            while let Some(rows) = relations.next() {
                self.loader.add_relations(rows).await?;
            }
            let of_reactions = report(Stage::Reactions, links.reactions_to_posts);
            let mut reactions = Batches::new(world.reactions_to_posts(), of_reactions);
            while let Some(rows) = reactions.next() {
                self.loader.add_reactions(rows).await?;
            }
            Ok(())
        };
        both(comments, beside).await?;
        let of_likes = report(Stage::CommentLikes, links.reactions_to_comments);
        let mut likes = Batches::new(world.reactions_to_comments(), of_likes);
        while let Some(rows) = likes.next() {
            self.loader.add_reactions(rows).await?;
        }
        Ok(())
    }
}

/// Goes on with both until both are done, or one has failed.
async fn both(
    one: impl Future<Output = Result<(), StorageError>>,
    other: impl Future<Output = Result<(), StorageError>>,
) -> Result<(), StorageError> {
    let (mut one, mut other) = (pin!(one), pin!(other));
    let (mut is_one_done, mut is_other_done) = (false, false);
    poll_fn(|context| {
        if !is_one_done && let Poll::Ready(outcome) = one.as_mut().poll(context) {
            outcome?;
            is_one_done = true;
        }
        if !is_other_done && let Poll::Ready(outcome) = other.as_mut().poll(context) {
            outcome?;
            is_other_done = true;
        }
        if is_one_done && is_other_done {
            Poll::Ready(Ok(()))
        } else {
            Poll::Pending
        }
    })
    .await
}

/// Cuts rows into batches, and reports the last batch as durable when the next one is asked for.
struct Batches<'a, T, R> {
    rows: Box<dyn Iterator<Item = T> + Send + 'a>,
    batch: Vec<T>,
    done: u64,
    report: R,
}

impl<'a, T, R: Fn(u64)> Batches<'a, T, R> {
    fn new(rows: Box<dyn Iterator<Item = T> + Send + 'a>, report: R) -> Self {
        Self {
            rows,
            batch: Vec::with_capacity(BATCH),
            done: 0,
            report,
        }
    }

    fn next(&mut self) -> Option<&[T]> {
        self.done += self.batch.len() as u64;
        (self.report)(self.done);
        self.batch.clear();
        self.batch.extend(self.rows.by_ref().take(BATCH));
        (!self.batch.is_empty()).then_some(self.batch.as_slice())
    }
}
