//! The shape of made-up posts: who and when.

use rand::RngExt;
use rand_distr::{Distribution, Zipf};

use crate::chance::{Purpose, stream};
use crate::text::scale;
use crate::{WORLD_END_MICROS, WORLD_SPAN_MICROS};

/// A post without its text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PostShape {
    pub(crate) author: u32,
    pub(crate) at: i64,
}

/// Decides over all posts, oldest first. Few authors write much (Zipf, exponent 0.9).
pub(crate) fn shape(seed: u64, users: u32, posts: u32) -> Vec<PostShape> {
    let Some(popularity) = zipf(users, 0.9) else {
        return Vec::new();
    };
    let mut rng = stream(seed, Purpose::Shape, 1);
    let start = WORLD_END_MICROS - WORLD_SPAN_MICROS;
    let mut shapes: Vec<PostShape> = (0..posts)
        .map(|_| PostShape {
            author: place(popularity.sample(&mut rng), users),
            at: start + rng.random_range(0..WORLD_SPAN_MICROS),
        })
        .collect();
    shapes.sort_by_key(|post| (post.at, post.author));
    shapes
}

/// A Zipf distribution over `count` places, counted from 1; none over no places.
pub(crate) fn zipf(count: u32, exponent: f64) -> Option<Zipf<f64>> {
    Zipf::new(f64::from(count), exponent).ok()
}

/// A sample of [`zipf`] as an index.
pub(crate) fn place(sample: f64, count: u32) -> u32 {
    let part = (sample - 1.0) / f64::from(count.max(1));
    u32::try_from(scale(part, count as usize)).unwrap_or(0)
}
