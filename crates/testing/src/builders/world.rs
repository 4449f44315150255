//! A world of a few rows.

use std::time::Duration;

use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::seed::{
    LinkCounts, SEED_EMAIL_DOMAIN, SeedComment, SeedPost, SeedReaction, SeedUser, World, WorldPlan,
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
    /// Who follows, blocks and mutes whom.
    pub relations: Vec<Relation>,
    /// Who likes, reposts and keeps what.
    pub reactions: Vec<SeedReaction>,
}

/// Three who write in several languages, three posts with hashtags, a mention and emoji, and five
/// comments, three of them below each other. The last user says nothing, and nobody says anything
/// about the last post. There is something of each kind of relation and reaction.
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
            // The last quotes the first.
            quoted: world
                .posts
                .first()
                .filter(|_| world.posts.len() == 2)
                .map(|post| post.id),
            comment_count,
            like_count: 0,
            repost_count: 0,
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
            like_count: 0,
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
    world.relate();
    world.react();
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
            follower_count: 0,
            following_count: 0,
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
        relations: Vec::new(),
        reactions: Vec::new(),
    };
    world.with_its_plan()
}

fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

impl SmallWorld {
    fn relate(&mut self) {
        for (from, kind, to) in [
            (1, RelationKind::Follow, 0),
            (2, RelationKind::Follow, 0),
            (2, RelationKind::Block, 1),
            (0, RelationKind::Mute, 2),
        ] {
            self.relations.push(Relation {
                kind,
                from: self.users[from].id,
                to: self.users[to].id,
                created_at: moment(500 + self.relations.len()),
            });
        }
    }

    fn react(&mut self) {
        let [first, second, _] = [0, 1, 2].map(|row: usize| self.posts[row].id);
        let comment = self.comments[1].id;
        for (by, reaction) in [
            (0, Reaction::LikePost(second)),
            (1, Reaction::LikePost(first)),
            (2, Reaction::LikePost(first)),
            (1, Reaction::Repost(first)),
            (2, Reaction::Bookmark(second)),
            (1, Reaction::LikeComment(comment)),
        ] {
            self.reactions.push(SeedReaction {
                reaction,
                by: self.users[by].id,
                at: moment(3_000 + self.reactions.len()),
            });
        }
    }

    /// How many follow him, and how many he follows.
    fn follows(&self, user: UserId) -> (u32, u32) {
        let follows = self.relations.iter();
        let follows = follows.filter(|one| one.kind == RelationKind::Follow);
        let (mut followers, mut following) = (0, 0);
        for one in follows {
            followers += u32::from(one.to == user);
            following += u32::from(one.from == user);
        }
        (followers, following)
    }

    fn reacted(&self, reaction: Reaction) -> u32 {
        let such = self.reactions.iter();
        count(such.filter(|one| one.reaction == reaction).count())
    }

    fn with_its_plan(mut self) -> Self {
        for row in 0..self.users.len() {
            let id = self.users[row].id;
            let posts = self.posts.iter().filter(|post| post.author_id == id);
            let post_count = count(posts.count());
            let (follower_count, following_count) = self.follows(id);
            self.users[row] = SeedUser {
                post_count,
                follower_count,
                following_count,
                ..self.users[row].clone()
            };
        }
        for row in 0..self.posts.len() {
            let id = self.posts[row].id;
            self.posts[row].like_count = self.reacted(Reaction::LikePost(id));
            self.posts[row].repost_count = self.reacted(Reaction::Repost(id));
        }
        for row in 0..self.comments.len() {
            let id = self.comments[row].id;
            self.comments[row].like_count = self.reacted(Reaction::LikeComment(id));
        }
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

    fn relations(&self) -> Box<dyn Iterator<Item = Relation> + Send + '_> {
        Box::new(self.relations.iter().copied())
    }

    fn reactions_to_posts(&self) -> Box<dyn Iterator<Item = SeedReaction> + Send + '_> {
        let all = self.reactions.iter().copied();
        Box::new(all.filter(|one| !is_to_a_comment(one)))
    }

    fn reactions_to_comments(&self) -> Box<dyn Iterator<Item = SeedReaction> + Send + '_> {
        Box::new(self.reactions.iter().copied().filter(is_to_a_comment))
    }

    fn links(&self) -> LinkCounts {
        LinkCounts {
            relations: self.relations.len() as u64,
            reactions_to_posts: self.reactions_to_posts().count() as u64,
            reactions_to_comments: self.reactions_to_comments().count() as u64,
        }
    }
}

const fn is_to_a_comment(one: &SeedReaction) -> bool {
    matches!(one.reaction, Reaction::LikeComment(_))
}

/// A moment to the microsecond, long before any test's clock begins.
fn moment(number: usize) -> Timestamp {
    let since = Duration::from_millis(number as u64) + Duration::from_micros(7);
    Timestamp::from_micros(1_000_000_000_000_000).plus(since)
}
