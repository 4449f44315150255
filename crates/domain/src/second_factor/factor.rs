//! A second factor and its life.

use std::time::Duration;

use super::{SecondFactorChange, SecondFactorChanged};
use crate::ids::UserId;
use crate::time::Timestamp;

/// How long an enrolment waits for its first code.
pub const ENROLMENT_LIFETIME: Duration = Duration::from_hours(1);

/// One of the 30 seconds that a code is good for, counted from 1970 (RFC 6238's T).
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct TimeStep(u32);

impl TimeStep {
    /// The step of that number.
    #[must_use]
    pub const fn new(number: u32) -> Self {
        Self(number)
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    /// When it begins.
    #[must_use]
    pub fn begins_at(self) -> Timestamp {
        Timestamp::from_micros(i64::from(self.0) * 30_000_000)
    }
}

/// A user's second factor, its secret and its recovery codes apart. He has one at most.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct SecondFactor {
    /// Whose.
    pub user_id: UserId,
    /// When its secret was given out.
    pub begun_at: Timestamp,
    /// Since when it counts; none while nobody has shown a code of it.
    pub enabled_at: Option<Timestamp>,
    /// The step of the last code that was taken.
    pub last_step: Option<TimeStep>,
}

impl SecondFactor {
    /// A secret was given out. It counts for nothing until a code shows that it arrived.
    #[must_use]
    pub const fn begin(user_id: UserId, now: Timestamp) -> Self {
        Self {
            user_id,
            begun_at: now,
            enabled_at: None,
            last_step: None,
        }
    }

    /// Whether it counts.
    #[must_use]
    pub const fn is_on(&self) -> bool {
        self.enabled_at.is_some()
    }

    /// Until when it waits for its first code.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.begun_at.plus(ENROLMENT_LIFETIME)
    }

    /// Whether it still waits for its first code.
    #[must_use]
    pub fn is_awaited(&self, now: Timestamp) -> bool {
        !self.is_on() && now < self.expires_at()
    }

    /// Turns it on by its first code, of that step; `version` is the user's.
    pub fn turn_on(&mut self, step: TimeStep, version: u32, now: Timestamp) -> SecondFactorChanged {
        self.enabled_at = Some(now);
        self.last_step = Some(step);
        self.changed(SecondFactorChange::TurnedOn, version)
    }

    /// Takes a right code of that step. False, and nothing is taken, when a code of that step or a
    /// later one was taken before: a code works once (RFC 6238, 5.2).
    #[must_use]
    pub fn take(&mut self, step: TimeStep) -> bool {
        let fresh = self.last_step.is_none_or(|last| step > last);
        if fresh {
            self.last_step = Some(step);
        }
        fresh
    }

    /// What tells others of a change; `version` is the user's.
    #[must_use]
    pub const fn changed(&self, change: SecondFactorChange, version: u32) -> SecondFactorChanged {
        SecondFactorChanged {
            user_id: self.user_id,
            change,
            version,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begun() -> SecondFactor {
        let user = UserId::parse("tz4a98xxat96iws9zmbrgj3a").expect("id");
        SecondFactor::begin(user, Timestamp::from_micros(7))
    }

    #[test]
    fn an_enrolment_waits_an_hour_and_counts_for_nothing() {
        let factor = begun();
        assert!(!factor.is_on());
        let end = factor.expires_at();
        assert!(factor.is_awaited(end.minus(Duration::from_micros(1))));
        assert!(!factor.is_awaited(end));
        assert_eq!(end.since(factor.begun_at), Duration::from_hours(1));
    }

    #[test]
    fn the_first_code_turns_it_on_and_is_used_by_that() {
        let mut factor = begun();
        let now = Timestamp::from_micros(9);
        let event = factor.turn_on(TimeStep::new(5), 3, now);
        assert_eq!(
            (event.change, event.version),
            (SecondFactorChange::TurnedOn, 3)
        );
        assert_eq!(factor.enabled_at, Some(now));
        assert!(factor.is_on() && !factor.is_awaited(now));
        assert!(!factor.take(TimeStep::new(5)));
    }

    #[test]
    fn a_step_begins_every_thirty_seconds_from_1970_on() {
        assert_eq!(TimeStep::new(0).begins_at(), Timestamp::from_micros(0));
        let begins = TimeStep::new(50_000_000).begins_at().as_seconds();
        assert_eq!(begins, 1_500_000_000);
    }

    #[test]
    fn each_step_is_taken_once_and_never_an_earlier_one() {
        let mut factor = begun();
        let mut take = |number| factor.take(TimeStep::new(number));
        assert!(take(5) && !take(5) && !take(4));
        assert!(take(6) && !take(5) && take(8) && !take(7));
    }
}
