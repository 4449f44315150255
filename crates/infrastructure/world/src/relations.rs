//! Who follows, blocks and mutes whom in a made-up world.

use std::collections::BTreeSet;

use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::Distribution;
use thoughts_domain::graph::RelationKind;

use crate::chance::{Purpose, one_in, stream};
use crate::posts::{place, zipf};
use crate::{WORLD_END_MICROS, WORLD_SPAN_MICROS};

/// What a user has decided about another; users are named by their rows.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Tie {
    pub(crate) kind: RelationKind,
    pub(crate) to: u32,
    pub(crate) at: i64,
}

/// The ties of a world. Nothing of them is held: those of a user are drawn when they are asked
/// for, from a stream of his own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ties {
    seed: u64,
    users: u32,
}

impl Ties {
    pub(crate) const fn new(seed: u64, users: u32) -> Self {
        Self { seed, users }
    }

    /// Whom a user follows, blocks and mutes, each at most once.
    pub(crate) fn of(&self, row: u32) -> Vec<Tie> {
        let mut rng = self.stream(row);
        let followed = self.followed(&mut rng, row);
        let mut ties: Vec<Tie> = followed
            .iter()
            .map(|to| Tie {
                kind: RelationKind::Follow,
                to: *to,
                at: moment(&mut rng),
            })
            .collect();
        if one_in(&mut rng, 20) {
            let to = rng.random_range(0..self.users);
            // A block would have ended these.
            let follow = followed.contains(&to) || self.follows(to, row);
            if to != row && !follow {
                ties.push(Tie {
                    kind: RelationKind::Block,
                    to,
                    at: moment(&mut rng),
                });
            }
        }
        if one_in(&mut rng, 20) {
            let to = rng.random_range(0..self.users);
            if to != row {
                ties.push(Tie {
                    kind: RelationKind::Mute,
                    to,
                    at: moment(&mut rng),
                });
            }
        }
        ties
    }

    fn follows(&self, row: u32, other: u32) -> bool {
        self.followed(&mut self.stream(row), row).contains(&other)
    }

    fn stream(&self, row: u32) -> ChaCha8Rng {
        stream(self.seed, Purpose::Relation, row)
    }

    /// Few are followed by very many (Zipf, exponent 0.9): those who write most.
    fn followed(&self, rng: &mut ChaCha8Rng, row: u32) -> BTreeSet<u32> {
        let mut followed = BTreeSet::new();
        let Some(popularity) = zipf(self.users, 0.9) else {
            return followed;
        };
        let wanted = appetite(rng).min(self.users as usize / 3);
        // Who is popular is drawn again and again.
        for _ in 0..wanted * 4 {
            if followed.len() == wanted {
                break;
            }
            let to = place(popularity.sample(rng), self.users);
            if to != row {
                followed.insert(to);
            }
        }
        followed
    }
}

/// How many somebody would follow: a handful, but for few readers who follow very many; eighteen
/// in the mean.
fn appetite(rng: &mut ChaCha8Rng) -> usize {
    match rng.random_range(0..1_000) {
        0 => 2_000,
        1..10 => 500,
        10..100 => 50,
        _ => rng.random_range(1..=15),
    }
}

/// Within the year over which a world spreads: everybody has joined by its beginning.
fn moment(rng: &mut ChaCha8Rng) -> i64 {
    WORLD_END_MICROS - rng.random_range(1..=WORLD_SPAN_MICROS)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn nobody_is_tied_to_himself_or_twice_or_follows_through_a_block() {
        let users = 400;
        let ties = Ties::new(42, users);
        let mut all = HashSet::new();
        for row in 0..users {
            for tie in ties.of(row) {
                assert!(tie.to < users && tie.to != row, "{row}: {tie:?}");
                assert!((WORLD_END_MICROS - WORLD_SPAN_MICROS..WORLD_END_MICROS).contains(&tie.at));
                assert!(all.insert((row, tie.kind, tie.to)), "{row}: {tie:?}");
            }
        }
        let of = |kind| all.iter().filter(move |(_, other, _)| *other == kind);
        assert!(of(RelationKind::Mute).count() > 5);
        assert!(of(RelationKind::Block).count() > 5);
        for (from, _, to) in of(RelationKind::Block) {
            assert!(!all.contains(&(*from, RelationKind::Follow, *to)));
            assert!(!all.contains(&(*to, RelationKind::Follow, *from)));
        }
    }

    #[test]
    fn a_few_are_followed_by_a_hundred_thousand_when_a_million_are_there() {
        let (users, asked) = (1_000_000, 5_000);
        let ties = Ties::new(42, users);
        let mut followers = [0_u32; 3];
        let mut followed = 0;
        // A sample from all over the world.
        for row in (0..users).step_by((users / asked) as usize) {
            for tie in ties.of(row) {
                followed += usize::from(tie.kind == RelationKind::Follow);
                if let Some(count) = followers.get_mut(tie.to as usize) {
                    *count += u32::from(tie.kind == RelationKind::Follow);
                }
            }
        }
        for (row, count) in followers.iter().enumerate() {
            let all = count * (users / asked);
            assert!(all > 100_000, "{row} is followed by {all}");
        }
        let mean = followed / asked as usize;
        assert!((10..30).contains(&mean), "{mean} followed in the mean");
    }

    #[test]
    fn some_follow_very_many() {
        let ties = Ties::new(42, 10_000);
        let most = (0..10_000).map(|row| ties.of(row).len()).max();
        assert!(most >= Some(2_000), "{most:?}");
    }
}
