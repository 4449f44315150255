//! The world itself.

use rand::RngExt;
use thoughts_domain::comments::CommentBody;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::{Relation, RelationKind};
use thoughts_domain::ids::{CommentId, Cuid, PostId, UserId};
use thoughts_domain::posts::PostBody;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::seed::{
    LinkCounts, SeedComment, SeedPost, SeedReaction, SeedUser, World, WorldPlan,
};

use crate::chance::{Purpose, draw_id, id, one_in, stream};
use crate::comments::{self, CommentShape};
use crate::posts::{self, PostShape};
use crate::reactions::{self, Reactions};
use crate::relations::Ties;
use crate::users::UserCounts;
use crate::{text, users};

/// A world made up by a plan.
pub struct MadeUpWorld {
    plan: WorldPlan,
    posts: Vec<PostShape>,
    comments: Vec<CommentShape>,
    ties: Ties,
    relation_count: u64,
    reactions: Reactions,
    users: Vec<UserCounts>,
    comments_by_post: Vec<u32>,
    /// Those that many rows name, so that each is drawn once.
    user_ids: Vec<Cuid>,
    post_ids: Vec<Cuid>,
}

impl MadeUpWorld {
    /// Decides who writes when and under what, and what comes of it. A world without users has
    /// nothing else either, and one without posts no comments.
    #[must_use]
    pub fn new(plan: WorldPlan) -> Self {
        let seed = plan.rng_seed;
        let posts = posts::shape(seed, plan.users, plan.posts);
        let comments = comments::shape(seed, plan.users, &posts, plan.comments);
        let mut users = vec![UserCounts::default(); plan.users as usize];
        for post in &posts {
            users[post.author as usize].posts += 1;
        }
        let mut comments_by_post = vec![0; posts.len()];
        for comment in &comments {
            comments_by_post[comment.post as usize] += 1;
        }
        let ties = Ties::new(seed, plan.users);
        let mut relation_count = 0;
        for row in 0..plan.users {
            for tie in ties.of(row) {
                relation_count += 1;
                if tie.kind == RelationKind::Follow {
                    users[row as usize].following += 1;
                    users[tie.to as usize].followers += 1;
                }
            }
        }
        let ids = |purpose, rows: usize| (0..).take(rows).map(move |row| id(seed, purpose, row));
        Self {
            plan,
            ties,
            relation_count,
            reactions: reactions::shape(seed, plan.users, &comments_by_post, &comments),
            user_ids: ids(Purpose::User, users.len()).collect(),
            post_ids: ids(Purpose::Post, posts.len()).collect(),
            posts,
            comments,
            users,
            comments_by_post,
        }
    }

    /// The handles of the most active users, for somebody who wants to log in; all share
    /// [`crate::SEED_PASSWORD`].
    #[must_use]
    pub fn known_handles(&self, count: u32) -> Vec<String> {
        (0..count.min(self.plan.users)).map(users::handle).collect()
    }

    fn user_id(&self, row: u32) -> UserId {
        UserId::new(self.user_ids[row as usize])
    }

    fn post_id(&self, row: u32) -> PostId {
        PostId::new(self.post_ids[row as usize])
    }

    fn comment_id(&self, row: u32) -> CommentId {
        CommentId::new(id(self.plan.rng_seed, Purpose::Comment, row))
    }

    fn post(&self, row: u32) -> Option<SeedPost> {
        let shape = self.posts[row as usize];
        let mut rng = stream(self.plan.rng_seed, Purpose::Post, row);
        let id = PostId::new(draw_id(&mut rng));
        let mentioned = one_in(&mut rng, 8).then(|| rng.random_range(0..self.plan.users));
        let body = text::post(&mut rng, mentioned.map(users::handle).as_deref());
        let body = PostBody::parse(&body).ok()?;
        let is_quote = row > 0 && one_in(&mut rng, 20);
        let quoted = is_quote.then(|| self.post_id(rng.random_range(0..row)));
        let reactions = self.reactions.posts[row as usize];
        Some(SeedPost {
            id,
            author_id: self.user_id(shape.author),
            hashtags: body.hashtags(),
            mentions: mentioned
                .map(|user| self.user_id(user))
                .into_iter()
                .collect(),
            quoted,
            body,
            created_at: Timestamp::from_micros(shape.at),
            comment_count: self.comments_by_post[row as usize],
            like_count: reactions.likes,
            repost_count: reactions.reposts,
        })
    }

    fn comment(&self, row: u32) -> Option<SeedComment> {
        let shape = self.comments[row as usize];
        let mut rng = stream(self.plan.rng_seed, Purpose::Comment, row);
        let id = CommentId::new(draw_id(&mut rng));
        Some(SeedComment {
            id,
            post_id: self.post_id(shape.post),
            parent_id: shape.parent.map(|parent| self.comment_id(parent)),
            author_id: self.user_id(shape.author),
            body: CommentBody::parse(&text::comment(&mut rng)).ok()?,
            depth: shape.depth,
            created_at: Timestamp::from_micros(shape.at),
            reply_count: shape.replies,
            like_count: self.reactions.comments[row as usize],
        })
    }

    fn relations_of(&self, row: u32) -> impl Iterator<Item = Relation> {
        let ties = self.ties.of(row).into_iter();
        ties.map(move |tie| Relation {
            kind: tie.kind,
            from: self.user_id(row),
            to: self.user_id(tie.to),
            created_at: Timestamp::from_micros(tie.at),
        })
    }

    fn reactions_to_post(&self, row: u32) -> Vec<SeedReaction> {
        let (since, counts) = (
            self.posts[row as usize].at,
            self.reactions.posts[row as usize],
        );
        let post = self.post_id(row);
        let mut rng = stream(self.plan.rng_seed, Purpose::PostReactions, row);
        let mut reactions = Vec::new();
        for (reaction, count) in [
            (Reaction::LikePost(post), counts.likes),
            (Reaction::Repost(post), counts.reposts),
            (Reaction::Bookmark(post), counts.bookmarks),
        ] {
            let some = reactions::some(&mut rng, self.plan.users, count, since);
            reactions.extend(self.reacting(reaction, some));
        }
        reactions
    }

    fn likes_of_comment(&self, row: u32) -> Vec<SeedReaction> {
        let count = self.reactions.comments[row as usize];
        if count == 0 {
            return Vec::new();
        }
        let mut rng = stream(self.plan.rng_seed, Purpose::CommentReactions, row);
        let since = self.comments[row as usize].at;
        let some = reactions::some(&mut rng, self.plan.users, count, since);
        let like = Reaction::LikeComment(self.comment_id(row));
        self.reacting(like, some).collect()
    }

    fn reacting(
        &self,
        reaction: Reaction,
        some: Vec<(u32, i64)>,
    ) -> impl Iterator<Item = SeedReaction> {
        some.into_iter().map(move |(by, at)| SeedReaction {
            reaction,
            by: self.user_id(by),
            at: Timestamp::from_micros(at),
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
                .zip(&self.users)
                .filter_map(move |(row, counts)| users::make(rng_seed, row, users, *counts)),
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

    fn relations(&self) -> Box<dyn Iterator<Item = Relation> + Send + '_> {
        Box::new((0..self.plan.users).flat_map(|row| self.relations_of(row)))
    }

    fn reactions_to_posts(&self) -> Box<dyn Iterator<Item = SeedReaction> + Send + '_> {
        let posts = (0..).zip(&self.posts);
        Box::new(posts.flat_map(|(row, _)| self.reactions_to_post(row)))
    }

    fn reactions_to_comments(&self) -> Box<dyn Iterator<Item = SeedReaction> + Send + '_> {
        let comments = (0..).zip(&self.comments);
        Box::new(comments.flat_map(|(row, _)| self.likes_of_comment(row)))
    }

    fn links(&self) -> LinkCounts {
        LinkCounts {
            relations: self.relation_count,
            reactions_to_posts: self.reactions.to_posts(),
            reactions_to_comments: self.reactions.to_comments(),
        }
    }
}

#[cfg(test)]
mod tests;
