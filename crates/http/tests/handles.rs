//! Changing handles.

use std::time::Duration;

use serde_json::{Value, json};
use thoughts_use_cases::limits::{Budget, budgets};

use crate::support::{Reply, User, World, registration, world};

async fn rename(world: &World, user: &User, handle: &str) -> Reply {
    let body = json!({"handle": handle});
    world.patch("/v1/me", &body).by(user).send().await
}

async fn by_handle(world: &World, handle: &str) -> Reply {
    let path = format!("/v1/users/by-handle/{handle}");
    world.get(&path).send().await
}

#[tokio::test]
async fn the_old_handle_leads_to_the_new_one_for_thirty_days() {
    let world = world();
    let alice = world.user("alice").await;
    let body = rename(&world, &alice, "Alicia").await.expect(200).json();
    assert_eq!(
        (&body["handle"], &body["version"]),
        (&json!("alicia"), &json!(2))
    );
    let found = by_handle(&world, "alicia").await.expect(200);
    assert_eq!(found.text("/id"), alice.id);
    for old in ["alice", "ALICE"] {
        let moved = by_handle(&world, old).await.expect(308);
        assert_eq!(moved.header("location"), Some("/v1/users/by-handle/alicia"));
        // Neither a browser nor a cache may keep it: the handle may be taken back at any time.
        assert_eq!(moved.header("cache-control"), Some("no-store"));
        assert!(moved.body.is_empty());
    }
    world.clock.advance(Duration::from_hours(30 * 24));
    by_handle(&world, "alice").await.problem(404, "not_found");
}

#[tokio::test]
async fn the_old_handle_is_kept_for_its_owner() {
    let world = world();
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    rename(&world, &alice, "alicia").await.expect(200);
    let mut newcomer = registration("alice");
    newcomer["email"] = json!("another@example.com");
    let refused = world.post("/v1/auth/register", &newcomer).send().await;
    refused.problem(409, "handle_taken");
    for taken in ["alice", "alicia"] {
        rename(&world, &bob, taken)
            .await
            .problem(409, "handle_taken");
    }
    rename(&world, &alice, "alice").await.expect(200);
    let back = by_handle(&world, "alice").await.expect(200);
    assert_eq!(back.text("/id"), alice.id);
    let moved = by_handle(&world, "alicia").await.expect(308);
    assert_eq!(moved.header("location"), Some("/v1/users/by-handle/alice"));
}

#[tokio::test]
async fn what_is_no_handle_is_refused_and_nothing_changes() {
    let world = world();
    let alice = world.user("alice").await;
    for (handle, code) in [
        (json!("a"), "too_short"),
        (json!("no spaces"), "invalid_character"),
        (Value::Null, "invalid_type"),
    ] {
        let call = world.patch("/v1/me", &json!({"handle": handle, "bio": "hello"}));
        let refused = call.by(&alice).send().await.refused();
        assert_eq!(refused, [("/handle".to_owned(), code.to_owned())]);
    }
    let me = world
        .get("/v1/me")
        .by(&alice)
        .send()
        .await
        .expect(200)
        .json();
    assert_eq!((&me["version"], &me["bio"]), (&json!(1), &json!("")));
    let body = rename(&world, &alice, "alice").await.expect(200).json();
    assert_eq!(body["version"], 1);
}

#[tokio::test]
async fn a_mention_of_the_old_handle_is_of_its_owner() {
    let world = world();
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    rename(&world, &alice, "alicia").await.expect(200);
    let post = world.a_post(&bob, "hello @alice").await;
    let shown = world
        .get(&format!("/v1/posts/{post}"))
        .send()
        .await
        .expect(200)
        .json();
    let mention = json!([{"id": alice.id, "handle": "alicia"}]);
    assert_eq!(shown["mentions"], mention);
}

#[tokio::test]
async fn handles_are_changed_only_so_often() {
    let world = world();
    let alice = world.user("alice").await;
    let budget = budgets::HANDLE_CHANGES;
    world.limiter.tune(Budget { quota: 1, ..budget });
    rename(&world, &alice, "alicia").await.expect(200);
    // Whoever saves a form with the same handle in it changes none.
    rename(&world, &alice, "alicia").await.expect(200);
    let refused = rename(&world, &alice, "ally")
        .await
        .problem(429, "rate_limited");
    assert!(refused.header("retry-after").is_some());
    by_handle(&world, "alicia").await.expect(200);
}

#[tokio::test]
async fn an_erased_accounts_handles_lead_nowhere_and_are_free() {
    let world = world();
    let alice = world.user("alice").await;
    rename(&world, &alice, "alicia").await.expect(200);
    let path = "/v1/me?content=anonymise";
    world.delete(path).by(&alice).send().await.expect(204);
    for handle in ["alice", "alicia"] {
        by_handle(&world, handle).await.problem(404, "not_found");
    }
    world.user("alice").await;
}
