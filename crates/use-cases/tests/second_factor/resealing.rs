//! Secrets while keys change.

use std::sync::Arc;

use thoughts_testing::identity::PlainSecondFactors;
use thoughts_use_cases::second_factor::*;

use super::desk::{Desk, PASSWORD, desk};

async fn reseal(desk: &Desk) -> Resealed {
    let reseal = ResealSecretsUseCase {
        store: desk.rig.store.clone(),
        secrets: desk.secrets.clone(),
    };
    reseal.execute().await.expect("resealed")
}

#[tokio::test]
async fn every_secret_is_sealed_under_the_present_key_once() {
    let mut desk = desk();
    let mut owners = Vec::new();
    for number in 0..3 {
        owners.push(desk.owner(&format!("user_{number}")).await);
    }
    assert_eq!(reseal(&desk).await, Resealed::default());
    desk.secrets = Arc::new(PlainSecondFactors::under(2));
    let done = Resealed {
        done: 3,
        unreadable: 0,
    };
    assert_eq!(reseal(&desk).await, done);
    assert_eq!(reseal(&desk).await, Resealed::default());
    for (number, owner) in owners.iter().enumerate() {
        let code = desk.shown(&owner.secret);
        let name = format!("user_{number}");
        let taken = desk.log_in(&name, PASSWORD, Some(&code)).await;
        taken.expect("a session");
    }
}

#[tokio::test]
async fn what_no_key_opens_is_told_and_stops_nothing() {
    let mut desk = desk();
    desk.owner("alice").await;
    desk.secrets = Arc::new(PlainSecondFactors::under(0));
    let lost = desk.owner("bob").await;
    desk.owner("carol").await;
    desk.secrets = Arc::new(PlainSecondFactors::under(2));
    let found = Resealed {
        done: 1,
        unreadable: 2,
    };
    assert_eq!(reseal(&desk).await, found);
    // Its owner is left with his recovery codes.
    let code = desk.shown(&lost.secret);
    let app = desk.log_in("bob", PASSWORD, Some(&code)).await;
    assert!(app.is_err());
    let code = lost.codes[0].to_shown();
    let taken = desk.log_in("bob", PASSWORD, Some(&code)).await;
    taken.expect("a session");
}
