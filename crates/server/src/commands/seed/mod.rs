//! `thoughts seed`

mod progress;

use std::sync::Arc;
use std::time::Instant;

use thoughts_domain::accounts::Password;
use thoughts_identity::{Argon2idHasher, SystemClock};
use thoughts_use_cases::seed::{LoadOutcome, LoadWorld, World};
use thoughts_world::{MadeAhead, MadeUpWorld, SEED_PASSWORD};

use self::progress::Meter;
use super::output::line;
use super::rebuild::rebuild_all;
use crate::cli::SeedOptions;
use crate::failure::Failure;
use crate::logging::{self, Target};
use crate::runtime::cores;
use crate::storage::Storage;

/// How many logins are named at the end.
const KNOWN_LOGINS: u32 = 3;

pub(super) async fn run(options: &SeedOptions) -> Result<(), Failure> {
    logging::start(&options.storage.log, Target::Stderr)?;
    let storage = Storage::to_seed(&options.storage.storage).await?;
    let loaded = match load(options, &storage).await {
        // The log knows nothing of what was loaded in bulk.
        Ok(()) => rebuild_all(&storage).await,
        failed => failed,
    };
    storage.close().await;
    loaded
}

async fn load(options: &SeedOptions, storage: &Storage) -> Result<(), Failure> {
    let plan = options.plan();
    let password = Password::parse(SEED_PASSWORD).map_err(Failure::refused)?;
    let hasher = Argon2idHasher::new(cores()).map_err(Failure::refused)?;
    let world = Arc::new(MadeUpWorld::new(plan));
    let ahead = MadeAhead::new(Arc::clone(&world));
    let started = Instant::now();
    let use_case = LoadWorld {
        loader: Arc::clone(&storage.bulk),
        hasher: Arc::new(hasher),
        clock: Arc::new(SystemClock::new()),
    };
    let outcome = use_case
        .execute(plan, &ahead, &password, options.load(), &Meter::default())
        .await
        .map_err(|error| Failure::because(&error))?;
    match outcome {
        LoadOutcome::AlreadyThere => line("this world is there already; nothing was changed")?,
        LoadOutcome::Loaded => {
            let links = world.links();
            let reactions = links.reactions_to_posts + links.reactions_to_comments;
            let counted = u64::from(plan.users) + u64::from(plan.posts) + u64::from(plan.comments);
            let seconds = started.elapsed().as_secs_f64();
            line(format_args!(
                "loaded {} users, {} posts and {} comments, {} relations and {reactions} reactions: \
                 {} rows in {seconds:.1} s",
                plan.users,
                plan.posts,
                plan.comments,
                links.relations,
                counted + links.relations + reactions,
            ))?;
        }
    }
    for handle in world.known_handles(KNOWN_LOGINS) {
        line(format_args!(
            "login {handle} with the password {SEED_PASSWORD}"
        ))?;
    }
    Ok(())
}
