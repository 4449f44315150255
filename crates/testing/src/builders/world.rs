//! A world of a few rows.

use std::time::Duration;

use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::seed::{
    SEED_EMAIL_DOMAIN, SeedComment, SeedPost, SeedUser, World, WorldPlan,
};
use thoughts_use_cases::system::IdGenerator;

use super::{bio, comment_body, display_name, email, handle, post_body};

/// A world that is held in memory.
#[derive(Clone, Debug)]
pub struct SmallWorld {
    /// What it is called by.
    pub plan: WorldPlan,
    /// Its users, oldest first.
    pub users: Vec<SeedUser>,
    /// Its posts, oldest first.
    pub posts: Vec<SeedPost>,
    /// Its comments, oldest first.
    pub comments: Vec<SeedComment>,
}

/// Three who write in several languages, three posts with hashtags, a mention and emoji, and five
/// comments, three of them below each other. The last user and the last post have nothing.
#[must_use]
pub fn a_world(ids: &dyn IdGenerator) -> SmallWorld {
    let mut world = a_crowd(3, ids);
    let [ana, bob, _] = [0, 1, 2].map(|row: usize| world.users[row].id);
    let bob_handle = world.users[1].handle.as_str().to_owned();
    for (author, body, mentions, comment_count) in [
        (ana, "Olá, #Mundo! 🌍 #rust".to_owned(), vec![], 4),
        (ana, format!("Was meint @{bob_handle}? #rust"), vec![bob], 1),
        (bob, "静かな夜。".to_owned(), vec![], 0),
    ] {
        let body = post_body(&body);
        world.posts.push(SeedPost {
            id: PostId::new(ids.next()),
            author_id: author,
            hashtags: body.hashtags(),
            body,
            mentions,
            created_at: moment(1_000 + world.posts.len()),
            comment_count,
        });
    }
    let mut above = None;
    for (post, author, depth, reply_count, body) in [
        (0, bob, 0, 2, "Olá! 👩‍👩‍👧"),
        (0, ana, 1, 1, "Tudo bem?"),
        (0, bob, 2, 0, "Tudo."),
        (1, bob, 0, 0, "Nichts."),
    ] {
        let id = CommentId::new(ids.next());
        world.comments.push(SeedComment {
            id,
            post_id: world.posts[post].id,
            parent_id: above.filter(|_| depth > 0),
            author_id: author,
            body: comment_body(body),
            depth,
            created_at: moment(2_000 + world.comments.len()),
            reply_count,
        });
        above = Some(id);
    }
    world.comments.push(SeedComment {
        id: CommentId::new(ids.next()),
        parent_id: Some(world.comments[0].id),
        depth: 1,
        reply_count: 0,
        created_at: moment(2_000 + world.comments.len()),
        ..world.comments[2].clone()
    });
    for user in &mut world.users {
        let his = world.posts.iter().filter(|post| post.author_id == user.id);
        user.post_count = u32::try_from(his.count()).unwrap_or(u32::MAX);
    }
    world.with_its_plan()
}

/// So many users, who say nothing.
#[must_use]
pub fn a_crowd(size: usize, ids: &dyn IdGenerator) -> SmallWorld {
    let user = |row: usize| {
        let name = format!("citizen_{row}");
        SeedUser {
            id: UserId::new(ids.next()),
            display_name: display_name(&format!("Cidadã {row} 🌻")),
            bio: bio(if row == 0 { "Gärtnerin 🌱" } else { "" }),
            email: email(&format!("{name}@{SEED_EMAIL_DOMAIN}")),
            handle: handle(&name),
            created_at: moment(row),
            post_count: 0,
        }
    };
    let world = SmallWorld {
        plan: WorldPlan {
            users: 0,
            posts: 0,
            comments: 0,
            rng_seed: u64::MAX,
        },
        users: (0..size).map(user).collect(),
        posts: Vec::new(),
        comments: Vec::new(),
    };
    world.with_its_plan()
}

impl SmallWorld {
    fn with_its_plan(mut self) -> Self {
        let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
        self.plan.users = count(self.users.len());
        self.plan.posts = count(self.posts.len());
        self.plan.comments = count(self.comments.len());
        self
    }
}

impl World for SmallWorld {
    fn users(&self) -> Box<dyn Iterator<Item = SeedUser> + Send + '_> {
        Box::new(self.users.iter().cloned())
    }

    fn posts(&self) -> Box<dyn Iterator<Item = SeedPost> + Send + '_> {
        Box::new(self.posts.iter().cloned())
    }

    fn comments(&self) -> Box<dyn Iterator<Item = SeedComment> + Send + '_> {
        Box::new(self.comments.iter().cloned())
    }
}

/// A moment to the microsecond, long before any test's clock begins.
fn moment(number: usize) -> Timestamp {
    let since = Duration::from_millis(number as u64) + Duration::from_micros(7);
    Timestamp::from_micros(1_000_000_000_000_000).plus(since)
}
