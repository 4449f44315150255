//! What a good token is, and for how long.

use proptest::prelude::*;

use super::*;
use crate::keys::SigningKey;

pub(super) fn key() -> SigningKey {
    SigningKey::parse("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").expect("a key")
}

pub(super) fn tokens() -> JwtAccessTokens {
    JwtAccessTokens::new(&KeyRing::of(key())).expect("tokens")
}

pub(super) fn claims() -> AccessClaims {
    AccessClaims {
        user_id: UserId::parse("tz4a98xxat96iws9zmbrgj3a").expect("id"),
        session_id: SessionId::parse("pfh0haxfpzowht3oi213cqos").expect("id"),
        standing: Standing::of(Role::Moderator),
    }
}

/// A moment long past, so that a look at the machine's clock would be found out.
pub(super) fn now() -> Timestamp {
    Timestamp::parse("2001-09-09T01:46:40.999999Z").expect("a time")
}

#[test]
fn says_what_was_signed() {
    let token = tokens().sign(&claims(), now()).expect("a token");
    assert_eq!(tokens().verify(&token, now()), Ok(claims()));
    let suspended = AccessClaims {
        standing: Standing {
            suspended: true,
            ..claims().standing
        },
        ..claims()
    };
    let of_suspended = tokens().sign(&suspended, now()).expect("a token");
    assert_eq!(tokens().verify(&of_suspended, now()), Ok(suspended));
    assert!(token.len() < MAX_TOKEN_BYTES / 2, "{}", token.len());
}

#[test]
fn the_end_is_exact() {
    let token = tokens().sign(&claims(), now()).expect("a token");
    let end = Timestamp::parse("2001-09-09T02:01:40Z").expect("a time");
    let just_before = end.minus(Duration::from_micros(1));
    assert!(tokens().verify(&token, just_before).is_ok());
    let at_end = tokens().verify(&token, end);
    assert_eq!(at_end, Err(AccessTokenError::Expired));
}

#[test]
fn the_beginning_allows_for_another_clock() {
    let token = tokens().sign(&claims(), now()).expect("a token");
    assert!(tokens().verify(&token, now().minus(CLOCK_SKEW)).is_ok());
    let early = now().minus(CLOCK_SKEW + Duration::from_secs(1));
    let refused = tokens().verify(&token, early);
    assert!(matches!(refused, Err(AccessTokenError::Invalid(_))));
}

#[test]
fn the_other_keys_of_a_rotation_verify_and_do_not_sign() {
    let old = tokens();
    let new_key = SigningKey::generate().expect("a key");
    let by_public_key = KeyRing {
        public: vec![key().public().clone()],
        ..KeyRing::of(new_key.clone())
    };
    let by_private_key = KeyRing {
        others: vec![key()],
        ..KeyRing::of(new_key.clone())
    };
    for ring in [by_public_key, by_private_key] {
        let rotated = JwtAccessTokens::new(&ring).expect("tokens");
        let token = old.sign(&claims(), now()).expect("a token");
        assert_eq!(rotated.verify(&token, now()), Ok(claims()));
        let token = rotated.sign(&claims(), now()).expect("a token");
        assert!(old.verify(&token, now()).is_err());
        for id in [new_key.public().id(), key().public().id()] {
            assert!(rotated.key_set().contains(id));
        }
    }
    let forgotten = JwtAccessTokens::new(&KeyRing::of(new_key)).expect("tokens");
    let token = old.sign(&claims(), now()).expect("a token");
    assert!(forgotten.verify(&token, now()).is_err());
}

proptest! {
    #[test]
    fn is_good_within_its_time_and_only_then(signed in 0_i64..4_000_000_000, offset in -2_000_i64..2_000) {
        let at = |seconds: i64| Timestamp::from_micros(seconds * 1_000_000);
        let token = tokens().sign(&claims(), at(signed)).expect("a token");
        let good = (-5..900).contains(&offset);
        prop_assert_eq!(tokens().verify(&token, at(signed + offset)).is_ok(), good);
    }

    #[test]
    fn one_changed_character_spoils_it(place in any::<prop::sample::Index>(), with in "[A-Za-z0-9_.=-]") {
        let token = tokens().sign(&claims(), now()).expect("a token");
        let at = place.index(token.len());
        let mut changed = token.clone();
        changed.replace_range(at..=at, &with);
        prop_assume!(changed != token);
        prop_assert!(tokens().verify(&changed, now()).is_err());
    }

    #[test]
    fn nothing_made_up_passes_or_panics(text in "\\PC{0,80}|[A-Za-z0-9_-]{0,40}\\.[A-Za-z0-9_-]{0,40}\\.[A-Za-z0-9_-]{0,90}") {
        prop_assert!(tokens().verify(&text, now()).is_err());
    }
}
