//! Home feeds while things happen, held against a plain model.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use thoughts_domain::accounts::{ContentRemoval, User};
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::posts::Post;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::UserInsertion;
use thoughts_use_cases::paging::Direction;

use super::Scene;
use super::home_feed::{Row, follow, home, people, repost, repost_at};
use super::walk::{first, from};
use crate::builders::a_user;

/// So many silent users are followed by who follows many: storages may look another way then.
const SILENT: usize = 260;

/// Everything that decides over a feed, as plainly as it can be kept.
#[derive(Default)]
struct Model {
    users: Vec<User>,
    posts: Vec<Post>,
    reposts: BTreeSet<(Timestamp, UserId, PostId)>,
    relations: BTreeSet<(UserId, RelationKind, UserId)>,
}

/// One thing that somebody does; numbers pick one of those that are there.
#[derive(Clone, Copy, Debug)]
enum Step {
    Publish(usize),
    Edit(usize),
    Delete(usize),
    /// The last number is how long ago.
    Repost(usize, usize, i64),
    TakeBack(usize),
    Relate(RelationKind, usize, usize),
    Unrelate(usize),
    Erase(usize, bool),
}

fn kind() -> impl Strategy<Value = RelationKind> {
    prop_oneof![
        5 => Just(RelationKind::Follow),
        1 => Just(RelationKind::Block),
        1 => Just(RelationKind::Mute),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let n = 0..1_000_usize;
    prop_oneof![
        6 => n.clone().prop_map(Step::Publish),
        1 => n.clone().prop_map(Step::Edit),
        1 => n.clone().prop_map(Step::Delete),
        9 => (n.clone(), n.clone(), 0..40_i64).prop_map(|(a, b, c)| Step::Repost(a, b, c)),
        3 => n.clone().prop_map(Step::TakeBack),
        9 => (kind(), n.clone(), n.clone()).prop_map(|(kind, a, b)| Step::Relate(kind, a, b)),
        4 => n.clone().prop_map(Step::Unrelate),
        1 => (n, any::<bool>()).prop_map(|(a, b)| Step::Erase(a, b)),
    ]
}

fn pick<T: Clone>(from: &[T], number: usize) -> Option<T> {
    from.get(number.checked_rem(from.len())?).cloned()
}

fn nth<T: Copy>(from: &BTreeSet<T>, number: usize) -> Option<T> {
    from.iter().nth(number.checked_rem(from.len())?).copied()
}

impl Model {
    fn user(&self, id: UserId) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }

    async fn take(&mut self, scene: &Scene, step: Step) -> Option<()> {
        match step {
            Step::Publish(who) => {
                let author = pick(&self.users, who)?;
                self.posts.push(scene.publish(&author, "a post").await);
            }
            Step::Edit(which) => {
                let mut post = pick(&self.posts, which)?;
                let body = format!("an edit at {}", scene.now());
                scene.edit_post(&mut post, &body).await;
            }
            Step::Delete(which) => {
                let post = pick(&self.posts, which)?;
                scene.delete_post(&post).await;
                self.posts.retain(|other| other.id != post.id);
                self.reposts.retain(|(.., id)| *id != post.id);
            }
            Step::Repost(who, which, ago) => {
                let (by, post) = (pick(&self.users, who)?, pick(&self.posts, which)?);
                let at = Timestamp::from_micros(scene.now().as_micros() - ago);
                if repost_at(scene, &by, post.id, at).await {
                    self.reposts.insert((at, by.id, post.id));
                }
            }
            Step::TakeBack(which) => {
                let (at, by, post) = nth(&self.reposts, which)?;
                let user = self.user(by)?;
                assert!(scene.take_back(user, Reaction::Repost(post)).await);
                self.reposts.remove(&(at, by, post));
            }
            Step::Relate(kind, one, other) => {
                let (one, other) = (pick(&self.users, one)?, pick(&self.users, other)?);
                if one.id != other.id {
                    scene.relate(kind, &one, &other).await;
                    self.relations.insert((one.id, kind, other.id));
                }
            }
            Step::Unrelate(which) => {
                let (one, kind, other) = nth(&self.relations, which)?;
                let (from, to) = (self.user(one)?, self.user(other)?);
                assert!(scene.unrelate(kind, from, to).await);
                self.relations.remove(&(one, kind, other));
            }
            Step::Erase(who, anonymise) => self.erase(scene, who, anonymise).await?,
        }
        Some(())
    }

    async fn erase(&mut self, scene: &Scene, who: usize, anonymise: bool) -> Option<()> {
        // The first two are the readers.
        let user = pick(self.users.get(2..)?, who)?;
        if self.users.len() < 5 {
            return None;
        }
        let content = if anonymise {
            ContentRemoval::Anonymise
        } else {
            ContentRemoval::Delete
        };
        scene.erase(&user, content).await;
        self.users.retain(|other| other.id != user.id);
        if !anonymise {
            self.posts.retain(|post| post.author_id != user.id);
        }
        let there: BTreeSet<_> = self.posts.iter().map(|post| post.id).collect();
        self.reposts
            .retain(|(_, by, post)| *by != user.id && there.contains(post));
        self.relations
            .retain(|(one, _, other)| ![*one, *other].contains(&user.id));
        Some(())
    }

    /// The feed as it should be: everything that brings a post, the first of it kept.
    fn feed(&self, reader: UserId) -> Vec<Row> {
        let is = |from, kind, to| self.relations.contains(&(from, kind, to));
        let hides = |user| {
            is(reader, RelationKind::Block, user)
                || is(user, RelationKind::Block, reader)
                || is(reader, RelationKind::Mute, user)
        };
        let follows = |user| is(reader, RelationKind::Follow, user);
        let brings = |user| user == reader || (follows(user) && !hides(user));
        let mut rows = Vec::new();
        for post in self.posts.iter().filter(|post| !hides(post.author_id)) {
            if brings(post.author_id) {
                rows.push((post.created_at, post.id, None));
                continue;
            }
            let brought = self.reposts.iter();
            let mut brought = brought.filter(|(_, by, id)| *id == post.id && brings(*by));
            if let Some((at, by, _)) = brought.next() {
                rows.push((*at, post.id, Some(*by)));
            }
        }
        rows.sort_by_key(|(at, id, _)| Reverse((*at, *id)));
        rows.into_iter().map(|(_, id, by)| (id, by)).collect()
    }
}

/// Has the user follow many who never say anything.
async fn follow_the_silent(scene: &Scene, reader: &User) {
    let mut work = scene.begin().await;
    for number in 0..SILENT {
        let user = a_user(&format!("silent_{number}")).build(&scene.ids, &scene.clock);
        let inserted = work.users().insert(&user, None).await.expect("insert");
        assert_eq!(inserted, UserInsertion::Inserted);
        let now = scene.now();
        let begun = Relation::begin(RelationKind::Follow, reader.id, 1, user.id, now);
        let (relation, _) = begun.expect("somebody else");
        assert!(work.graph().begin(&relation).await.expect("begin"));
    }
    work.commit().await.expect("commit");
}

pub async fn feeds_equal_a_plain_model_whatever_happens(scene: &Scene) {
    let mut runner = TestRunner::default();
    let mut model = Model::default();
    for name in ["few", "many", "ada", "bob", "cleo"] {
        model.users.push(scene.register(name).await);
    }
    follow_the_silent(scene, &model.users[1]).await;
    for round in 0..5 {
        let newcomer = scene.register(&format!("newcomer_{round}")).await;
        model.users.push(newcomer);
        let steps = vec(step(), 50).new_tree(&mut runner).expect("steps");
        let steps = steps.current();
        // Shown only when the test fails, so that the walk can be told again.
        #[expect(clippy::print_stdout, reason = "captured by the test harness")]
        {
            println!("round {round}: {steps:?}");
        }
        for step in steps {
            model.take(scene, step).await;
        }
        for reader in &model.users[..2] {
            let expected = model.feed(reader.id);
            // `home` walks to the end and back, and asks that both ways see the same.
            for rows in [1, 3, 100] {
                assert_eq!(home(scene, reader, rows).await, expected, "{rows} rows");
            }
        }
    }
}

pub async fn what_others_do_later_moves_no_row(scene: &Scene) {
    let [reader, ada, bob, author] = people(scene, ["reader", "ada", "bob", "author"]).await;
    follow(scene, &reader, &ada).await;
    follow(scene, &reader, &bob).await;
    let mut posts = Vec::new();
    for number in 0..12 {
        let by = [&author, &ada, &reader][number % 3];
        let post = scene.publish(by, "a post").await;
        if number % 3 == 0 {
            repost(scene, &ada, &post).await;
        }
        posts.push(post);
    }
    let began = home(scene, &reader, 100).await;
    assert_eq!(began.len(), 12);
    let mut seen = Vec::new();
    let mut request = first(2);
    loop {
        let read = scene.adapter.feed.home(reader.id, &request).await;
        let page = read.expect("a feed").value;
        seen.extend(page.items.into_iter().map(|item| item.post.id));
        // Between two pages the others publish, and repost all that is there.
        let new = scene.publish(&bob, "a new post").await;
        for post in posts.iter().chain([&new]) {
            repost_at(scene, &bob, post.id, scene.now()).await;
        }
        let Some(next) = page.next else { break };
        request = from(2, Direction::Forward, next);
        assert!(seen.len() < 100, "the walk has no end");
    }
    let began: Vec<_> = began.into_iter().map(|(post, _)| post).collect();
    assert_eq!(seen, began);
}
