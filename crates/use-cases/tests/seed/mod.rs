//! Loading a world.

mod watched;

use std::sync::Arc;

use thoughts_testing::builders::{SmallWorld, a_crowd, a_world, password};
use thoughts_use_cases::accounts::{Login, PasswordHasher};
use thoughts_use_cases::paging::{PageLimit, PageRequest};
use thoughts_use_cases::posts::PostFilter;
use thoughts_use_cases::seed::*;

use self::watched::{Told, WatchedLoader};
use crate::rig::{Rig, rig};

const PLAIN: LoadOptions = LoadOptions {
    reset: false,
    force: false,
};
const RESET: LoadOptions = LoadOptions {
    reset: true,
    force: false,
};
const FORCED: LoadOptions = LoadOptions {
    reset: true,
    force: true,
};

struct Loading {
    rig: Rig,
    loader: Arc<WatchedLoader>,
    told: Told,
}

impl Loading {
    fn new() -> Self {
        let rig = rig();
        let loader = WatchedLoader::over(Arc::clone(&rig.adapter.bulk));
        Self {
            rig,
            loader: Arc::new(loader),
            told: Told::default(),
        }
    }

    async fn load(
        &self,
        world: &SmallWorld,
        options: LoadOptions,
    ) -> Result<LoadOutcome, LoadWorldError> {
        let loading = LoadWorld {
            loader: self.loader.clone(),
            hasher: self.rig.hasher.clone(),
            clock: self.rig.clock.clone(),
        };
        let secret = password("thoughts-seed");
        loading
            .execute(world.plan, world, &secret, options, &self.told)
            .await
    }

    async fn occupancy(&self) -> Occupancy {
        let found = self.rig.adapter.bulk.occupancy().await;
        found.expect("occupancy")
    }

    /// How many users and posts there are.
    async fn counts(&self) -> (usize, usize) {
        let page = || PageLimit::new(100).expect("a limit");
        let users = &self.rig.adapter.accounts;
        let users = users.profiles(None, &PageRequest::first(page())).await;
        let feed = PageRequest::first(page());
        let everything = PostFilter::default();
        let posts = self.rig.adapter.posts.feed(&everything, None, &feed);
        let posts = posts.await.expect("posts").value.items.len();
        (users.expect("users").value.items.len(), posts)
    }

    async fn assert_whole(&self, world: &SmallWorld) {
        assert_eq!(self.occupancy().await.world, Some(world.plan));
        let counts = (world.users.len(), world.posts.len());
        assert_eq!(self.counts().await, counts);
        let verified = self.rig.adapter.integrity.verify(false).await;
        assert_eq!(verified.expect("a recount"), []);
    }
}

#[tokio::test]
async fn a_world_is_loaded_in_the_order_in_which_rows_name_each_other() {
    let loading = Loading::new();
    let world = a_world(&*loading.rig.ids);
    let done = loading.load(&world, PLAIN).await.expect("loaded");
    assert_eq!(done, LoadOutcome::Loaded);
    let asked = loading.loader.asked();
    let (users_and_posts, then) = asked.split_at(2);
    assert_eq!(users_and_posts, [("users", 3), ("posts", 3)]);
    // Comments, and beside them what names no comment.
    let (mut at_once, then) = (then[..3].to_vec(), &then[3..]);
    at_once.sort_unstable();
    assert_eq!(
        at_once,
        [("comments", 5), ("reactions", 5), ("relations", 4)]
    );
    assert_eq!(then, [("reactions", 1), ("finish", 0)]);
    loading.assert_whole(&world).await;
    let login = Login::Handle(world.users[0].handle.clone());
    let found = loading.rig.adapter.accounts.credentials(&login).await;
    let hash = found.expect("credentials").expect("a user").password;
    let secret = password("thoughts-seed");
    let right = loading.rig.hasher.verify(&secret, hash).await;
    assert_eq!(right.ok(), Some(true), "its password lets somebody in");
}

#[tokio::test]
async fn progress_tells_what_is_durable_from_nothing_to_all() {
    let loading = Loading::new();
    let world = a_crowd(2 * BATCH + 1, &*loading.rig.ids);
    loading.load(&world, PLAIN).await.expect("loaded");
    let sizes = [("users", BATCH), ("users", BATCH), ("users", 1)];
    assert_eq!(
        loading.loader.asked(),
        [&sizes[..], &[("finish", 0)]].concat()
    );
    let total = 2 * BATCH as u64 + 1;
    let users = [0, BATCH as u64, 2 * BATCH as u64, total].map(|done| (Stage::Users, done, total));
    let rest = [
        Stage::Posts,
        Stage::Comments,
        Stage::Relations,
        Stage::Reactions,
        Stage::CommentLikes,
    ];
    let rest = rest.map(|stage| (stage, 0, 0));
    assert_eq!(loading.told.all(), [&users[..], &rest].concat());
}

#[tokio::test]
async fn a_second_run_finds_the_world_and_changes_nothing() {
    let loading = Loading::new();
    let world = a_world(&*loading.rig.ids);
    loading.load(&world, PLAIN).await.expect("loaded");
    loading.rig.register("alice").await;
    loading.loader.asked();
    for options in [
        PLAIN,
        LoadOptions {
            force: true,
            ..PLAIN
        },
    ] {
        let again = loading.load(&world, options).await.expect("an answer");
        assert_eq!(again, LoadOutcome::AlreadyThere);
    }
    assert_eq!(loading.loader.asked(), []);
}

#[tokio::test]
async fn another_world_takes_the_place_of_one_only_by_a_reset() {
    let loading = Loading::new();
    let world = a_world(&*loading.rig.ids);
    loading.load(&world, PLAIN).await.expect("loaded");
    let mut other = a_crowd(2, &*loading.rig.ids);
    other.plan.rng_seed = 7;
    let refused = loading.load(&other, PLAIN).await;
    assert!(matches!(refused, Err(LoadWorldError::OtherWorld)));
    loading.assert_whole(&world).await;
    let done = loading.load(&other, RESET).await.expect("loaded");
    assert_eq!(done, LoadOutcome::Loaded);
    loading.assert_whole(&other).await;
}

#[tokio::test]
async fn a_reset_makes_the_same_world_anew() {
    let loading = Loading::new();
    let world = a_world(&*loading.rig.ids);
    loading.load(&world, RESET).await.expect("loaded");
    loading.loader.asked();
    let again = loading.load(&world, RESET).await.expect("loaded");
    assert_eq!(again, LoadOutcome::Loaded);
    assert_eq!(loading.loader.asked()[0], ("clear", 0));
    loading.assert_whole(&world).await;
}

#[tokio::test]
async fn a_load_that_breaks_off_anywhere_is_no_world_and_a_reset_heals_it() {
    // Users, posts, comments, relations, reactions twice, finish: it breaks before each of them.
    for changes in 0..7 {
        let loading = Loading::new();
        let world = a_world(&*loading.rig.ids);
        loading.loader.fail_after(changes);
        let broken = loading.load(&world, PLAIN).await;
        assert!(
            matches!(broken, Err(LoadWorldError::Storage(_))),
            "{broken:?}"
        );
        assert_eq!(loading.occupancy().await.world, None);
        loading.loader.fail_after(usize::MAX);
        let again = loading.load(&world, PLAIN).await;
        if changes == 0 {
            assert!(again.is_ok(), "nothing was there yet: {again:?}");
        } else {
            assert!(
                matches!(again, Err(LoadWorldError::OtherWorld)),
                "{again:?}"
            );
            loading.load(&world, RESET).await.expect("loaded");
        }
        loading.assert_whole(&world).await;
    }
}

#[tokio::test]
async fn accounts_that_no_seed_made_are_removed_only_by_force() {
    let loading = Loading::new();
    loading.rig.register("alice").await;
    loading.rig.register("bob").await;
    let world = a_world(&*loading.rig.ids);
    let force_alone = LoadOptions {
        force: true,
        ..PLAIN
    };
    for options in [PLAIN, RESET, force_alone] {
        let refused = loading.load(&world, options).await;
        assert!(
            matches!(refused, Err(LoadWorldError::OtherAccounts(2))),
            "{options:?}: {refused:?}"
        );
        assert_eq!(loading.counts().await, (2, 0));
    }
    assert_eq!(loading.loader.asked(), [], "nothing was touched");
    loading.load(&world, FORCED).await.expect("loaded");
    loading.assert_whole(&world).await;
    let found = loading.occupancy().await;
    assert_eq!((found.seeded_users, found.other_users), (3, 0));
}

#[tokio::test]
async fn a_reset_ends_the_sessions_of_those_it_removes() {
    let loading = Loading::new();
    let alice = loading.rig.caller("alice").await;
    let world = a_world(&*loading.rig.ids);
    loading.load(&world, FORCED).await.expect("loaded");
    let ended = loading
        .rig
        .adapter
        .ledger
        .ended_since(thoughts_domain::time::Timestamp::from_micros(0));
    let ended: Vec<_> = ended
        .await
        .expect("notes")
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    assert_eq!(ended, [alice.session_id.expect("a session of ours")]);
}
