//! The clock of the machine.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use thoughts_domain::time::Timestamp;
use thoughts_use_cases::system::Clock;

/// The machine's clock in UTC, cut to the microsecond.
///
/// Within the life of one value it never goes back: when the machine's clock is set back, the
/// last moment is given again until the clock has caught up. Two calls may give the same moment.
#[derive(Debug)]
pub struct SystemClock {
    latest: AtomicI64,
}

impl SystemClock {
    /// A clock that has not been read yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            latest: AtomicI64::new(i64::MIN),
        }
    }

    fn not_before_the_latest(&self, micros: i64) -> Timestamp {
        let latest = self.latest.fetch_max(micros, Ordering::AcqRel);
        Timestamp::from_micros(latest.max(micros))
    }
}

impl Default for SystemClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the adapter behind the Clock port"
    )]
    fn now(&self) -> Timestamp {
        let now = SystemTime::now();
        let micros = match now.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_micros()).unwrap_or(i64::MAX),
            Err(before) => {
                i64::try_from(before.duration().as_micros()).map_or(i64::MIN, std::ops::Neg::neg)
            }
        };
        self.not_before_the_latest(micros)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tells_a_time_of_this_age() {
        let year_2024 = Timestamp::parse("2024-01-01T00:00:00Z").expect("a time");
        assert!(SystemClock::new().now() > year_2024);
    }

    #[test]
    fn threads_never_see_it_go_back() {
        let clock = SystemClock::new();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let mut last = clock.now();
                    for _ in 0..10_000 {
                        let now = clock.now();
                        assert!(now >= last);
                        last = now;
                    }
                });
            }
        });
    }

    proptest! {
        #[test]
        fn a_machine_clock_that_is_set_back_is_waited_for(
            readings in proptest::collection::vec(0_i64..4_000_000_000_000_000, 1..50)
        ) {
            let clock = SystemClock::new();
            let mut highest = i64::MIN;
            for reading in readings {
                highest = highest.max(reading);
                prop_assert_eq!(clock.not_before_the_latest(reading).as_micros(), highest);
            }
        }
    }
}
