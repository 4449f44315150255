//! A clock that tests set.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use thoughts_domain::time::Timestamp;
use thoughts_use_cases::system::Clock;

/// 2026-01-02T03:04:05.678901Z: every digit differs from its neighbour, so that a storage that
/// cuts or shifts a part is found out.
const START: i64 = 1_767_323_045_678_901;

/// Stands still but for one microsecond with each look, so that no two moments are equal unless
/// a test makes them so.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that shows `start` at the first look.
    #[must_use]
    pub const fn at(start: Timestamp) -> Self {
        Self(AtomicI64::new(start.as_micros()))
    }

    /// Shows `moment` at the next look.
    pub fn set(&self, moment: Timestamp) {
        self.0.store(moment.as_micros(), Ordering::SeqCst);
    }

    /// Lets `span` go by.
    pub fn advance(&self, span: Duration) {
        let micros = i64::try_from(span.as_micros()).expect("a span within the clock's range");
        self.0.fetch_add(micros, Ordering::SeqCst);
    }
}

impl Default for FixedClock {
    fn default() -> Self {
        Self(AtomicI64::new(START))
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.fetch_add(1, Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_look_is_later_and_tests_set_the_time() {
        let clock = FixedClock::default();
        let (first, second) = (clock.now(), clock.now());
        assert!(first < second);
        clock.advance(Duration::from_mins(1));
        assert!(clock.now().since(second) >= Duration::from_mins(1));
        clock.set(first);
        assert_eq!(clock.now(), first);
    }
}
