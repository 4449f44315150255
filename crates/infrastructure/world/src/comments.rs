//! The shape of made-up comments: who, when, on what and under what.

use std::time::Duration;

use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, Exp1};
use thoughts_domain::comments::MAX_DEPTH;

use crate::WORLD_END_MICROS;
use crate::chance::{Purpose, stream};
use crate::posts::{PostShape, place, zipf};

/// A comment without its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CommentShape {
    pub(crate) post: u32,
    pub(crate) author: u32,
    pub(crate) at: i64,
    /// The row of the parent.
    pub(crate) parent: Option<u32>,
    pub(crate) depth: u8,
    pub(crate) replies: u32,
}

/// Decides over all comments, oldest first. Few posts draw most (Zipf, exponent 0.8, in a
/// shuffled order, so that popularity does not follow age), most within hours of the post; four
/// in ten answer an earlier comment.
pub(crate) fn shape(
    seed: u64,
    users: u32,
    posts: &[PostShape],
    comments: u32,
) -> Vec<CommentShape> {
    let Ok(post_count) = u32::try_from(posts.len()) else {
        return Vec::new();
    };
    let (Some(drawing), Some(writing)) = (zipf(post_count, 0.8), zipf(users, 0.7)) else {
        return Vec::new();
    };
    let mut rng = stream(seed, Purpose::Shape, 2);
    let mut by_popularity: Vec<u32> = (0..post_count).collect();
    by_popularity.shuffle(&mut rng);
    let mut shapes: Vec<CommentShape> = (0..comments)
        .map(|_| {
            let post = by_popularity[place(drawing.sample(&mut rng), post_count) as usize];
            CommentShape {
                post,
                author: place(writing.sample(&mut rng), users),
                at: (posts[post as usize].at + delay(&mut rng)).min(WORLD_END_MICROS),
                parent: None,
                depth: 0,
                replies: 0,
            }
        })
        .collect();
    shapes.sort_by_key(|comment| (comment.at, comment.post, comment.author));
    thread(&mut rng, &mut shapes, post_count);
    shapes
}

/// From a post to what is said about it, in microseconds: six hours in the mean.
pub(crate) fn delay(rng: &mut ChaCha8Rng) -> i64 {
    const MEAN: Duration = Duration::from_hours(6);
    let lag = Exp1.sample(rng);
    i64::try_from(MEAN.mul_f64(lag).as_micros()).unwrap_or(0) + 1
}

/// Hangs comments under earlier ones of the same post.
fn thread(rng: &mut ChaCha8Rng, shapes: &mut [CommentShape], posts: u32) {
    let mut earlier: Vec<Vec<u32>> = vec![Vec::new(); posts as usize];
    for row in 0..shapes.len() {
        let Ok(name) = u32::try_from(row) else { return };
        let siblings = &mut earlier[shapes[row].post as usize];
        if !siblings.is_empty() && rng.random_bool(0.4) {
            let parent = siblings[rng.random_range(0..siblings.len())];
            let depth = shapes[parent as usize].depth;
            if depth < MAX_DEPTH {
                shapes[parent as usize].replies += 1;
                shapes[row].parent = Some(parent);
                shapes[row].depth = depth + 1;
            }
        }
        siblings.push(name);
    }
}
