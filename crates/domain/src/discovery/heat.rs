//! How much something moves: what is done to it, each deed worth half as much after every half-life.
//!
//! This is forward decay (Cormode, Shkapenyuk, Srivastava, Xu: Forward Decay: A Practical Time Decay
//! Model for Streaming Systems, ICDE 2009) with an exponential weight: a deed at `t` counts
//! `2^((t - L) / H)` for ever, where L is a landmark, here the beginning of Unix time. To look at
//! it later divides all alike, so the order never depends on when one looks, and nothing has to
//! be written anew as time goes by. A heat is kept as its logarithm: so the landmark never has to
//! move, and one unit of heat is one half-life.

use crate::time::Timestamp;

/// Moments are told apart by this: five minutes.
pub const TICK_MICROS: i64 = 300_000_000;

/// Ticks after which a deed counts half: six hours.
const HALF_LIFE: f64 = 72.0;

/// What is so much colder than the hottest of its kind does not move at all: a week.
const KEPT: f64 = 28.0;

/// The most deeds of one kind that are looked at, the newest.
pub const MOST_DEEDS: u32 = 1_000;

/// Something that was done, perhaps by several, within one tick.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Deeds {
    /// When, counted in ticks.
    pub tick: i64,
    /// What they are worth together: a person who likes or comments one, one who reposts two.
    pub worth: u64,
}

/// The tick of a moment.
#[must_use]
pub const fn tick(at: Timestamp) -> i64 {
    at.as_micros().div_euclid(TICK_MICROS)
}

/// How hot something is by all that was done to it, in any order. None when that is nothing.
#[must_use]
pub fn heat(deeds: &[Deeds]) -> Option<f64> {
    let mut deeds: Vec<_> = deeds.iter().filter(|deeds| deeds.worth > 0).collect();
    // The same sum to the last bit, however they came.
    deeds.sort_unstable();
    let newest = deeds.last()?.tick;
    let sum: f64 = deeds
        .iter()
        .map(|deeds| float(deeds.worth) * half_lives(deeds.tick - newest).exp2())
        .sum();
    Some(half_lives(newest) + sum.log2())
}

/// What is colder than this beside the hottest is not kept.
#[must_use]
pub fn coldest_kept(hottest: f64) -> f64 {
    hottest - KEPT
}

fn half_lives(ticks: i64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "ticks of ten thousand years have 31 bits"
    )]
    let ticks = ticks as f64;
    ticks / HALF_LIFE
}

fn float(worth: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "one deed in many millions")]
    let worth = worth as f64;
    worth
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(tick: i64, worth: u64) -> Deeds {
        Deeds { tick, worth }
    }

    fn some_deeds() -> impl Strategy<Value = Vec<Deeds>> {
        // Half a century of ticks.
        let deed = (0..5_000_000_i64, 1..2_000_u64).prop_map(|(tick, worth)| at(tick, worth));
        prop::collection::vec(deed, 1..60)
    }

    /// 2026, in ticks.
    const NOW: i64 = 5_890_000;

    #[test]
    fn a_half_life_is_worth_twice_the_deeds() {
        let now = heat(&[at(NOW, 7)]).expect("a heat");
        let earlier = heat(&[at(NOW - 72, 14)]).expect("a heat");
        assert!((now - earlier).abs() < 1e-9, "{now} {earlier}");
        let later = heat(&[at(NOW + 72, 7)]).expect("a heat");
        assert!((later - now - 1.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_is_not_hot_and_what_is_a_week_colder_is_not_kept() {
        assert_eq!(heat(&[]), None);
        assert_eq!(heat(&[at(NOW, 0)]), None);
        let hottest = heat(&[at(NOW, 1)]).expect("a heat");
        let week = 7 * 24 * 12;
        let before = |ticks| heat(&[at(NOW - ticks, 1)]).expect("a heat");
        assert!(before(week - 1) > coldest_kept(hottest));
        assert!(before(week + 1) < coldest_kept(hottest));
    }

    #[test]
    fn a_tick_begins_every_five_minutes_also_before_1970() {
        let tick_of = |micros| tick(Timestamp::from_micros(micros));
        assert_eq!([tick_of(-1), tick_of(0), tick_of(TICK_MICROS)], [-1, 0, 1]);
        assert_eq!(tick_of(TICK_MICROS - 1), 0);
    }

    proptest! {
        #[test]
        fn order_does_not_matter(deeds in some_deeds(), cut in 0..60_usize) {
            let mut turned = deeds.clone();
            turned.rotate_left(cut % deeds.len());
            prop_assert_eq!(heat(&deeds), heat(&turned));
            turned.reverse();
            prop_assert_eq!(heat(&deeds), heat(&turned));
        }

        #[test]
        fn one_more_deed_never_cools(deeds in some_deeds(), more in (0..5_000_000_i64, 1..9_u64)) {
            let before = heat(&deeds).expect("a heat");
            let mut after = deeds;
            after.push(at(more.0, more.1));
            prop_assert!(heat(&after).expect("a heat") >= before);
            // And it is never colder than that deed alone.
            let alone = heat(&[at(more.0, more.1)]).expect("a heat");
            prop_assert!(heat(&after).expect("a heat") >= alone - 1e-9);
        }

        #[test]
        fn a_later_deed_is_hotter_than_an_earlier_one(
            deeds in some_deeds(), tick in 4_000_000..5_000_000_i64, later in 1..1_000_i64,
        ) {
            let with = |tick| {
                let mut deeds = deeds.clone();
                deeds.push(at(tick, 50_000));
                heat(&deeds).expect("a heat")
            };
            // Beside what came long after either, the difference may be lost.
            prop_assert!(with(tick + later) >= with(tick));
            prop_assert!(heat(&[at(tick + later, 1)]) > heat(&[at(tick, 1)]));
        }

        #[test]
        fn what_comes_first_does_not_change_as_time_goes_by(
            one in some_deeds(), other in some_deeds(), shift in 0..1_000_000_i64,
        ) {
            let later = |deeds: &[Deeds]| {
                let moved: Vec<_> =
                    deeds.iter().map(|d| at(d.tick + shift, d.worth)).collect();
                heat(&moved).expect("a heat")
            };
            let difference = heat(&one).expect("a heat") - heat(&other).expect("a heat");
            prop_assert!((later(&one) - later(&other) - difference).abs() < 1e-6);
        }
    }
}
