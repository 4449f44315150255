//! The world itself.

use rand::RngExt;
use thoughts_domain::comments::CommentBody;
use thoughts_domain::ids::{CommentId, PostId, UserId};
use thoughts_domain::posts::PostBody;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::seed::{SeedComment, SeedPost, SeedUser, World, WorldPlan};

use crate::chance::{Purpose, draw_id, id, one_in, stream};
use crate::comments::{self, CommentShape};
use crate::posts::{self, PostShape};
use crate::{text, users};

/// A world made up by a plan.
pub struct MadeUpWorld {
    plan: WorldPlan,
    posts: Vec<PostShape>,
    comments: Vec<CommentShape>,
    posts_by_user: Vec<u32>,
    comments_by_post: Vec<u32>,
}

impl MadeUpWorld {
    /// Decides who writes when and under what. A world without users has nothing else either, and
    /// one without posts no comments.
    #[must_use]
    pub fn new(plan: WorldPlan) -> Self {
        let posts = posts::shape(plan.rng_seed, plan.users, plan.posts);
        let comments = comments::shape(plan.rng_seed, plan.users, &posts, plan.comments);
        let mut posts_by_user = vec![0; plan.users as usize];
        for post in &posts {
            posts_by_user[post.author as usize] += 1;
        }
        let mut comments_by_post = vec![0; posts.len()];
        for comment in &comments {
            comments_by_post[comment.post as usize] += 1;
        }
        Self {
            plan,
            posts,
            comments,
            posts_by_user,
            comments_by_post,
        }
    }

    /// The handles of the most active users, for somebody who wants to log in; all share
    /// [`crate::SEED_PASSWORD`].
    #[must_use]
    pub fn known_handles(&self, count: u32) -> Vec<String> {
        (0..count.min(self.plan.users)).map(users::handle).collect()
    }

    fn id(&self, purpose: Purpose, row: u32) -> thoughts_domain::ids::Cuid {
        id(self.plan.rng_seed, purpose, row)
    }

    fn post(&self, row: u32) -> Option<SeedPost> {
        let shape = self.posts[row as usize];
        let mut rng = stream(self.plan.rng_seed, Purpose::Post, row);
        let id = PostId::new(draw_id(&mut rng));
        let mentioned = one_in(&mut rng, 8).then(|| rng.random_range(0..self.plan.users));
        let body = text::post(&mut rng, mentioned.map(users::handle).as_deref());
        let body = PostBody::parse(&body).ok()?;
        Some(SeedPost {
            id,
            author_id: UserId::new(self.id(Purpose::User, shape.author)),
            hashtags: body.hashtags(),
            mentions: mentioned
                .map(|user| UserId::new(self.id(Purpose::User, user)))
                .into_iter()
                .collect(),
            body,
            created_at: Timestamp::from_micros(shape.at),
            comment_count: self.comments_by_post[row as usize],
        })
    }

    fn comment(&self, row: u32) -> Option<SeedComment> {
        let shape = self.comments[row as usize];
        let mut rng = stream(self.plan.rng_seed, Purpose::Comment, row);
        let id = CommentId::new(draw_id(&mut rng));
        Some(SeedComment {
            id,
            post_id: PostId::new(self.id(Purpose::Post, shape.post)),
            parent_id: shape
                .parent
                .map(|p| CommentId::new(self.id(Purpose::Comment, p))),
            author_id: UserId::new(self.id(Purpose::User, shape.author)),
            body: CommentBody::parse(&text::comment(&mut rng)).ok()?,
            depth: shape.depth,
            created_at: Timestamp::from_micros(shape.at),
            reply_count: shape.replies,
        })
    }
}

impl World for MadeUpWorld {
    fn users(&self) -> Box<dyn Iterator<Item = SeedUser> + Send + '_> {
        let WorldPlan {
            users, rng_seed, ..
        } = self.plan;
        Box::new(
            (0..users)
                .zip(&self.posts_by_user)
                .filter_map(move |(row, posts)| users::make(rng_seed, row, users, *posts)),
        )
    }

    fn posts(&self) -> Box<dyn Iterator<Item = SeedPost> + Send + '_> {
        Box::new((0..).zip(&self.posts).filter_map(|(row, _)| self.post(row)))
    }

    fn comments(&self) -> Box<dyn Iterator<Item = SeedComment> + Send + '_> {
        Box::new(
            (0..)
                .zip(&self.comments)
                .filter_map(|(row, _)| self.comment(row)),
        )
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;

    const PLAN: WorldPlan = WorldPlan {
        users: 300,
        posts: 2_000,
        comments: 6_000,
        rng_seed: 42,
    };

    #[test]
    fn equal_plans_give_equal_worlds_and_other_seeds_other_ones() {
        let (one, two) = (MadeUpWorld::new(PLAN), MadeUpWorld::new(PLAN));
        assert!(one.users().eq(two.users()));
        assert!(one.posts().eq(two.posts()));
        assert!(one.comments().eq(two.comments()));
        let other = MadeUpWorld::new(WorldPlan {
            rng_seed: 43,
            ..PLAN
        });
        assert!(!one.posts().eq(other.posts()));
    }

    #[test]
    fn every_row_is_there_and_names_only_rows_before_it() {
        let world = MadeUpWorld::new(PLAN);
        let users: HashMap<_, _> = world.users().map(|u| (u.id, u)).collect();
        let posts: HashMap<_, _> = world.posts().map(|p| (p.id, p)).collect();
        assert_eq!((users.len(), posts.len()), (300, 2_000));
        for post in posts.values() {
            assert!(users[&post.author_id].created_at < post.created_at);
            assert!(post.mentions.iter().all(|user| users.contains_key(user)));
            assert_eq!(post.body.mentioned_handles().len(), post.mentions.len());
        }
        let mut before: HashMap<CommentId, SeedComment> = HashMap::new();
        for comment in world.comments() {
            assert!(posts[&comment.post_id].created_at < comment.created_at);
            assert!(users.contains_key(&comment.author_id));
            let depth = comment.parent_id.map_or(0, |parent| {
                let parent = &before[&parent];
                assert_eq!(parent.post_id, comment.post_id);
                parent.depth + 1
            });
            assert_eq!(comment.depth, depth);
            before.insert(comment.id, comment);
        }
        assert_eq!(before.len(), 6_000);
        assert!(before.values().any(|c| c.depth > 2));
    }

    #[test]
    fn counters_equal_a_recount() {
        let world = MadeUpWorld::new(PLAN);
        let comments: Vec<_> = world.comments().collect();
        for post in world.posts().take(200) {
            let counted = comments.iter().filter(|c| c.post_id == post.id).count();
            assert_eq!(post.comment_count as usize, counted);
        }
        for comment in comments.iter().take(500) {
            let counted = comments
                .iter()
                .filter(|c| c.parent_id == Some(comment.id))
                .count();
            assert_eq!(comment.reply_count as usize, counted);
        }
        let posts: Vec<_> = world.posts().collect();
        for user in world.users() {
            let counted = posts.iter().filter(|p| p.author_id == user.id).count();
            assert_eq!(user.post_count as usize, counted);
        }
    }

    #[test]
    fn few_write_much_and_handles_are_distinct() {
        let world = MadeUpWorld::new(PLAN);
        let mut counts: Vec<u32> = world.users().map(|u| u.post_count).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let top: u32 = counts.iter().take(30).sum();
        assert!(top > 2_000 / 4, "the first tenth wrote {top} of 2000");
        let handles: HashSet<_> = world.users().map(|u| u.handle).collect();
        assert_eq!(handles.len(), 300);
    }

    #[test]
    fn people_speak_several_languages_and_use_what_a_network_offers() {
        let world = MadeUpWorld::new(PLAN);
        let posts: Vec<_> = world.posts().collect();
        let share = |wanted: &dyn Fn(&SeedPost) -> bool| {
            let count = posts.iter().filter(|post| wanted(post)).count();
            count * 100 / posts.len()
        };
        let has = |body: &str, range: std::ops::RangeInclusive<char>| {
            body.chars().any(|letter| range.contains(&letter))
        };
        let texts = |range: std::ops::RangeInclusive<char>| {
            share(&move |post| has(post.body.as_str(), range.clone()))
        };
        assert!(texts('\u{1f300}'..='\u{1faff}') > 5, "emoji");
        assert!(texts('\u{600}'..='\u{6ff}') > 3, "Arabic");
        assert!(texts('\u{900}'..='\u{97f}') > 3, "Devanagari");
        assert!(texts('\u{3040}'..='\u{30ff}') > 3, "Japanese");
        assert!(texts('\u{c0}'..='\u{17f}') > 10, "Latin with accents");
        assert!(share(&|post| !post.hashtags.is_empty()) > 30, "hashtags");
        assert!(share(&|post| !post.mentions.is_empty()) > 5, "mentions");
        let spoken: HashSet<_> = world
            .comments()
            .map(|c| c.body.as_str().to_owned())
            .collect();
        assert!(spoken.len() > 100, "{} different comments", spoken.len());
    }

    #[test]
    fn a_world_spreads_over_a_year() {
        let world = MadeUpWorld::new(PLAN);
        let times: Vec<i64> = world.posts().map(|p| p.created_at.as_micros()).collect();
        assert!(times.is_sorted());
        let start = crate::WORLD_END_MICROS - crate::WORLD_SPAN_MICROS;
        let month = crate::WORLD_SPAN_MICROS / 12;
        for number in 0..12 {
            let within = start + number * month..start + (number + 1) * month;
            let posts = times.iter().filter(|at| within.contains(at)).count();
            assert!(posts > 2_000 / 24, "{posts} in month {number}");
        }
        assert!(
            times
                .iter()
                .all(|at| (start..crate::WORLD_END_MICROS).contains(at))
        );
    }

    #[test]
    fn popularity_is_zipf_like() {
        let world = MadeUpWorld::new(PLAN);
        let mut counts: Vec<u32> = world.posts().map(|p| p.comment_count).collect();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let top: u32 = counts.iter().take(200).sum();
        assert!(top > 6_000 / 3, "the first tenth drew {top} of 6000");
        assert!(
            counts[0] > 10 * counts[200].max(1),
            "{} and {}",
            counts[0],
            counts[200]
        );
    }

    #[test]
    fn an_empty_world_is_a_world() {
        let world = MadeUpWorld::new(WorldPlan {
            users: 0,
            posts: 5,
            comments: 5,
            rng_seed: 1,
        });
        assert_eq!(
            world.users().count() + world.posts().count() + world.comments().count(),
            0
        );
    }
}
