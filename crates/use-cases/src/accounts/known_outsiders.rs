//! Users of an outside provider who were seen a moment ago.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};
use std::time::Duration;

use thoughts_domain::accounts::OutsideIdentity;
use thoughts_domain::time::Timestamp;

use super::{OutsideUser, SessionWatch};

/// How old a look into the storage may be. A change that another replica has made holds here
/// after that time, within the two seconds that are promised.
const TRUSTED_FOR: Duration = Duration::from_secs(1);

/// How many are remembered: about 5 MB when full.
const CAPACITY: usize = 16_384;

/// Users by identity, as of a moment ago; bounded.
#[derive(Default)]
pub(super) struct KnownOutsiders(RwLock<HashMap<OutsideIdentity, Seen>>);

#[derive(Clone, Copy)]
struct Seen {
    user: OutsideUser,
    at: Timestamp,
}

impl Seen {
    fn is_recent(&self, now: Timestamp) -> bool {
        // A clock that was set back must not make it young for ever.
        self.at <= now && now.since(self.at) < TRUSTED_FOR
    }
}

impl KnownOutsiders {
    /// The user, when he was seen a moment ago and nothing is known to have changed since.
    pub(super) fn get(
        &self,
        identity: &OutsideIdentity,
        now: Timestamp,
        watch: &SessionWatch,
    ) -> Option<OutsideUser> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let seen = known.get(identity).filter(|seen| seen.is_recent(now))?;
        let changed = watch.user_changed_at(seen.user.user_id);
        (changed.is_none_or(|at| at < seen.at)).then_some(seen.user)
    }

    /// Remembers what the storage said at `at` or later.
    pub(super) fn insert(&self, identity: OutsideIdentity, user: OutsideUser, at: Timestamp) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= CAPACITY {
            known.retain(|_, seen| seen.is_recent(at));
        }
        // A second with more callers than that is served from the storage.
        if known.len() < CAPACITY {
            known.insert(identity, Seen { user, at });
        }
    }
}

#[cfg(test)]
mod tests {
    use thoughts_domain::accounts::Standing;
    use thoughts_domain::ids::UserId;

    use super::*;

    fn identity(subject: &str) -> OutsideIdentity {
        OutsideIdentity::parse("https://id.example.org", subject).expect("an identity")
    }

    #[test]
    fn it_never_holds_more_than_it_may_and_makes_room_for_the_recent() {
        let user = OutsideUser {
            user_id: UserId::parse("tz4a98xxat96iws9zmbrgj3a").expect("an id"),
            standing: Standing::default(),
        };
        let now = Timestamp::from_micros(1_000_000_000);
        let known = KnownOutsiders::default();
        for number in 0..CAPACITY + 9 {
            known.insert(identity(&number.to_string()), user, now);
        }
        let len = || known.0.read().expect("a lock").len();
        assert_eq!(len(), CAPACITY);
        known.insert(identity("later"), user, now.plus(TRUSTED_FOR));
        assert_eq!(len(), 1);
    }
}
