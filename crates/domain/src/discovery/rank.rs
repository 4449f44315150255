//! Which hit comes first.

use crate::time::Timestamp;

/// So much newer is worth as much as twice the response.
const WEEK: f64 = 7.0 * 24.0 * 60.0 * 60.0 * 1_000_000.0;

/// How high a post stands among those that hold all that was looked for: the logarithm of its
/// responses and its age, so that nobody has to look at the time to compare two. Twice the
/// responses outweigh one week.
#[must_use]
pub fn post_score(created_at: Timestamp, responses: u64) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "what is lost is less than a second, or one response in many millions"
    )]
    let (age, responses) = (created_at.as_micros() as f64, responses as f64);
    (1.0 + responses).log2() + age / WEEK
}

/// How well a user's handle fits what was looked for, the best first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum UserMatch {
    /// The handle itself.
    Handle,
    /// A handle that begins with it.
    Beginning,
    /// Anything else.
    Somewhere,
}

impl UserMatch {
    /// Compares a handle with the text, both without regard to how they are written.
    #[must_use]
    pub fn of(handle: &str, wanted: &str) -> Self {
        if handle == wanted {
            Self::Handle
        } else if !wanted.is_empty() && handle.starts_with(wanted) {
            Self::Beginning
        } else {
            Self::Somewhere
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn newer_comes_first_and_response_outweighs_weeks() {
        let now = Timestamp::from_micros(1_800_000_000_000_000);
        let weeks = |count: u64| now.minus(Duration::from_hours(7 * 24 * count));
        assert!(post_score(now, 0) > post_score(weeks(1), 0));
        assert!(post_score(weeks(1), 2) > post_score(now, 0));
        assert!(post_score(weeks(4), 7) < post_score(now, 0));
    }

    #[test]
    fn handles_fit_wholly_at_their_beginning_or_not() {
        assert_eq!(UserMatch::of("ada", "ada"), UserMatch::Handle);
        assert_eq!(UserMatch::of("ada_99", "ada"), UserMatch::Beginning);
        assert_eq!(UserMatch::of("nevada", "ada"), UserMatch::Somewhere);
        assert_eq!(UserMatch::of("nevada", ""), UserMatch::Somewhere);
    }
}
