//! The options of `thoughts seed`.

use clap::Args;
use thoughts_use_cases::seed::{LoadOptions, WorldPlan};

use super::StorageAndLog;

/// Which world to load, and over what.
#[derive(Args, Clone, Debug)]
pub struct SeedOptions {
    /// How many users
    #[arg(long, default_value_t = 1_000)]
    pub users: u32,
    /// How many posts
    #[arg(long, default_value_t = 20_000)]
    pub posts: u32,
    /// How many comments
    #[arg(long, default_value_t = 100_000)]
    pub comments: u32,
    /// Which of all possible worlds; equal numbers give equal worlds
    #[arg(long, default_value_t = 42)]
    pub rng_seed: u64,
    /// Makes users, posts and comments that many times as many
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    pub scale: u32,
    /// Make the world anew: remove everything that is there first
    #[arg(long)]
    pub reset: bool,
    /// With --reset: do so although accounts are there that no seed made
    #[arg(long, requires = "reset")]
    pub force: bool,
    /// Where the data lies.
    #[command(flatten)]
    pub storage: StorageAndLog,
}

impl SeedOptions {
    /// The plan, scaled.
    #[must_use]
    pub fn plan(&self) -> WorldPlan {
        WorldPlan {
            users: self.users.saturating_mul(self.scale),
            posts: self.posts.saturating_mul(self.scale),
            comments: self.comments.saturating_mul(self.scale),
            rng_seed: self.rng_seed,
        }
    }

    /// What to do when the storage is not empty.
    #[must_use]
    pub const fn load(&self) -> LoadOptions {
        LoadOptions {
            reset: self.reset,
            force: self.force,
        }
    }
}
