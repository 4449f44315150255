//! One's own account.

use serde_json::json;

use crate::support::world;

#[tokio::test]
async fn changing_ones_account() {
    let world = world();
    let alice = world.user("alice").await;
    let change = async |body: serde_json::Value| {
        world
            .patch("/v1/me", &body)
            .by(&alice)
            .send()
            .await
            .expect(200)
    };
    let all = json!({
        "displayName": " New ",
        "bio": "a few words",
        "avatarUrl": "https://example.com/a.png",
        "settings": {"language": "pt"},
    });
    let changed = change(all).await;
    let body = changed.json();
    assert_eq!(body["displayName"], "New");
    assert_eq!(body["bio"], "a few words");
    assert_eq!(body["settings"]["language"], "pt");
    assert_eq!(body["version"], 2);
    let me = world.get("/v1/me").by(&alice).send().await.expect(200);
    assert_eq!(me.body, changed.body);
    assert_eq!(me.header("etag"), changed.header("etag"));
    assert!(me.header("event-position").is_some());
    // Absent leaves alone, null clears.
    let body = change(json!({"bio": null, "avatarUrl": null})).await.json();
    assert_eq!(
        (&body["bio"], &body["avatarUrl"]),
        (&json!(""), &json!(null))
    );
    assert_eq!(body["displayName"], "New");
    let body = change(json!({})).await.json();
    assert_eq!(body["version"], 3);
}

#[tokio::test]
async fn deleting_ones_account() {
    let world = world();
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    let by_alice = world.a_post(&alice, "one").await;
    let by_bob = world.a_post(&bob, "two").await;
    let refused = world.delete("/v1/me?content=burn").by(&alice).send().await;
    assert_eq!(
        refused.refused(),
        [("/query/content".into(), "invalid_choice".into())]
    );
    let stale = world
        .delete("/v1/me")
        .by(&alice)
        .header("if-match", "\"9-x\"");
    stale.send().await.problem(412, "precondition_failed");
    world.delete("/v1/me").by(&alice).send().await.expect(204);
    let call = world.get(&format!("/v1/users/{}", alice.id));
    call.send().await.problem(404, "not_found");
    let call = world.get(&format!("/v1/posts/{by_alice}"));
    call.send().await.problem(404, "not_found");
    world
        .get("/v1/me")
        .by(&alice)
        .send()
        .await
        .problem(401, "invalid_token");

    let call = world.delete("/v1/me?content=anonymise").by(&bob);
    call.send().await.expect(204);
    let kept = world
        .get(&format!("/v1/posts/{by_bob}"))
        .send()
        .await
        .expect(200);
    assert_eq!(kept.text("/author/displayName"), "Deleted account");
    world.user("bob").await;
}
