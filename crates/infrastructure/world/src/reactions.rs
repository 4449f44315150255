//! Who likes, reposts and keeps what in a made-up world.

use std::collections::BTreeSet;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::WORLD_END_MICROS;
use crate::chance::{Purpose, stream};
use crate::comments::{CommentShape, delay};

/// How many react to a post.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct PostReactions {
    pub(crate) likes: u32,
    pub(crate) reposts: u32,
    pub(crate) bookmarks: u32,
}

/// How many react to what. Who does is drawn when it is asked for.
#[derive(Debug)]
pub(crate) struct Reactions {
    pub(crate) posts: Vec<PostReactions>,
    /// Likes of each comment.
    pub(crate) comments: Vec<u32>,
}

impl Reactions {
    pub(crate) fn to_posts(&self) -> u64 {
        let posts = self.posts.iter();
        posts
            .map(|of| u64::from(of.likes) + u64::from(of.reposts) + u64::from(of.bookmarks))
            .sum()
    }

    pub(crate) fn to_comments(&self) -> u64 {
        self.comments.iter().copied().map(u64::from).sum()
    }
}

/// Decides over all reactions: what is discussed is liked, what is liked is reposted and kept.
pub(crate) fn shape(
    seed: u64,
    users: u32,
    comments_by_post: &[u32],
    comments: &[CommentShape],
) -> Reactions {
    let mut rng = stream(seed, Purpose::Shape, 3);
    let mut part = |of: u32, divisor: u32| {
        let drawn = (of + rng.random_range(0..=divisor)) / divisor;
        drawn.min(users / 2)
    };
    let posts = comments_by_post.iter().map(|discussed| {
        let likes = part(*discussed, 8);
        PostReactions {
            likes,
            reposts: part(likes, 8),
            bookmarks: part(likes, 16),
        }
    });
    Reactions {
        posts: posts.collect(),
        comments: comments
            .iter()
            .map(|comment| part(comment.replies, 16))
            .collect(),
    }
}

/// So many different users, and when each of them reacted to something of that moment.
pub(crate) fn some(rng: &mut ChaCha8Rng, users: u32, count: u32, since: i64) -> Vec<(u32, i64)> {
    let mut rows = BTreeSet::new();
    // Never more than half of all users, so that it ends soon.
    while rows.len() < count as usize {
        rows.insert(rng.random_range(0..users));
    }
    let rows = rows.into_iter();
    rows.map(|row| (row, (since + delay(rng)).min(WORLD_END_MICROS)))
        .collect()
}
