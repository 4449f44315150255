//! Users report, moderators resolve, and nobody else learns of it.

use serde_json::{Value, json};
use thoughts_domain::accounts::Role;
use thoughts_use_cases::limits::{Budget, budgets};

use crate::support::{Reply, User, World, world};

async fn report(world: &World, by: &User, body: &Value) -> Reply {
    world.post("/v1/reports", body).by(by).send().await
}

async fn moderator(world: &World) -> User {
    let moe = world.user("moe").await;
    world.promote(&moe, Role::Moderator).await;
    moe
}

async fn reports(world: &World, by: &User, query: &str) -> Vec<Value> {
    let path = format!("/v1/moderation/reports{query}");
    let reply = world.get(&path).by(by).send().await.expect(200).json();
    reply["data"].as_array().expect("rows").clone()
}

async fn resolve(world: &World, by: &User, id: &str) -> Reply {
    let path = format!("/v1/moderation/reports/{id}/resolve");
    let body = json!({"reason": "nothing wrong with it"});
    world.post(&path, &body).by(by).send().await
}

#[tokio::test]
async fn a_report_reaches_moderators_and_its_reporter_sees_how_it_ends() {
    let world = world();
    let moe = moderator(&world).await;
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    let post = world.a_post(&bob, "buy this").await;
    let body = json!({"postId": post, "reason": "spam", "note": " again "});
    let filed = report(&world, &alice, &body).await.expect(201);
    let id = filed.text("/id");
    let place = format!("/v1/reports/{id}");
    assert_eq!(filed.header("location"), Some(place.as_str()));
    let shown = json!({
        "id": id, "userId": null, "postId": post, "commentId": null, "reason": "spam",
        "note": "again", "createdAt": filed.json()["createdAt"], "state": "open",
        "version": 1,
    });
    assert_eq!(filed.json(), shown);
    let read = world.get(&place).by(&alice).send().await.expect(200);
    assert_eq!(
        (read.json(), read.header("etag")),
        (shown, filed.header("etag"))
    );

    let open = reports(&world, &moe, "").await;
    let [row] = &open[..] else {
        panic!("one, not {open:?}");
    };
    assert_eq!(row["reporter"]["handle"], "alice");
    assert_eq!(
        (&row["postId"], &row["ownerId"]),
        (&json!(post), &json!(bob.id))
    );
    assert_eq!(
        (&row["note"], &row["resolvedAt"]),
        (&json!("again"), &Value::Null)
    );
    resolve(&world, &moe, &id).await.expect(204);
    resolve(&world, &moe, &id).await.expect(204);
    assert!(reports(&world, &moe, "?state=open").await.is_empty());
    let resolved = reports(&world, &moe, "?state=resolved").await;
    assert_eq!(resolved[0]["resolvedById"], moe.id.as_str());
    let read = world.get(&place).by(&alice).send().await.expect(200);
    assert_eq!(read.text("/state"), "resolved");
    let log = world.get("/v1/moderation/log").by(&moe).send().await;
    let lines = log.expect(200).json()["data"].clone();
    assert_eq!(lines.as_array().map(Vec::len), Some(1), "once: {lines}");
    assert_eq!(lines[0]["action"], "resolve_report");
    assert_eq!(lines[0]["subjectId"], post.as_str());
    assert_eq!(lines[0]["reason"], "nothing wrong with it");
    assert_eq!(lines[0]["moderatorId"], moe.id.as_str());
}

#[tokio::test]
async fn a_report_is_shown_to_nobody_else() {
    let world = world();
    let moe = moderator(&world).await;
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    let body = json!({"userId": bob.id, "reason": "abuse"});
    let id = report(&world, &alice, &body).await.expect(201).text("/id");
    let place = format!("/v1/reports/{id}");
    for other in [&bob, &moe] {
        let call = world.get(&place).by(other);
        call.send().await.problem(404, "not_found");
    }
    let call = world.get(&place);
    call.send().await.problem(401, "authentication_required");
    for path in ["/v1/moderation/reports", "/v1/moderation/log"] {
        let call = world.get(path).by(&alice);
        call.send().await.problem(403, "forbidden");
        world
            .get(path)
            .send()
            .await
            .problem(401, "authentication_required");
    }
    resolve(&world, &alice, &id).await.problem(403, "forbidden");
    let nobody = "a".repeat(24);
    resolve(&world, &moe, &nobody)
        .await
        .problem(404, "not_found");
    let events = world.log().await;
    assert!(
        !events.contains(&id) && !events.contains("report"),
        "{events}"
    );
}

#[tokio::test]
async fn reporting_again_changes_what_is_open_and_a_retry_changes_nothing() {
    let world = world();
    let moe = moderator(&world).await;
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    let about = |reason: &str| json!({"userId": bob.id, "reason": reason});
    let keyed = async |reason: &str, key: &str| {
        let call = world.post("/v1/reports", &about(reason)).by(&alice);
        call.header("idempotency-key", key).send().await
    };
    let first = keyed("spam", "k").await.expect(201);
    let again = report(&world, &alice, &about("abuse")).await.expect(201);
    assert_eq!(again.text("/id"), first.text("/id"));
    let replayed = keyed("spam", "k").await.expect(201);
    assert_eq!(replayed.body, first.body);
    assert_eq!(replayed.header("idempotency-replayed"), Some("true"));
    keyed("other", "k")
        .await
        .problem(422, "idempotency_key_reused");
    let open = reports(&world, &moe, "").await;
    assert_eq!((open.len(), &open[0]["reason"]), (1, &json!("abuse")));
    // A retry of settling is one too.
    let path = format!("/v1/moderation/reports/{}/resolve", first.text("/id"));
    for replay in [None, Some("true")] {
        let call = world.call("POST", &path).by(&moe);
        let done = call.header("idempotency-key", "r").send().await.expect(204);
        assert_eq!(done.header("idempotency-replayed"), replay);
    }
    let anew = report(&world, &alice, &about("abuse")).await.expect(201);
    assert_ne!(anew.text("/id"), first.text("/id"));
}

#[tokio::test]
async fn what_cannot_be_reported() {
    let world = world();
    let alice = world.user("alice").await;
    let post = world.a_post(&alice, "a post").await;
    let comment = world.a_comment(&alice, &post, None).await;
    let nobody = "a".repeat(24);
    for (field, own) in [
        ("userId", &alice.id),
        ("postId", &post),
        ("commentId", &comment),
    ] {
        let refused = report(&world, &alice, &json!({field: own, "reason": "spam"})).await;
        assert_eq!(refused.refused(), [(String::new(), "is_yours".to_owned())]);
        let missing = report(&world, &alice, &json!({field: nobody, "reason": "spam"})).await;
        missing.problem(404, "not_found");
    }
    for (body, expected) in [
        (json!({"reason": "spam"}), ("", "required")),
        (
            json!({"userId": nobody, "postId": post, "reason": "spam"}),
            ("/postId", "only_one"),
        ),
        (
            json!({"postId": "x", "reason": "spam"}),
            ("/postId", "invalid_id"),
        ),
        (json!({"postId": post}), ("/reason", "required")),
        (
            json!({"postId": post, "reason": "boring"}),
            ("/reason", "invalid_choice"),
        ),
        (
            json!({"postId": post, "reason": "spam", "note": "x".repeat(1001)}),
            ("/note", "too_long"),
        ),
        (
            json!({"postId": post, "reason": "spam", "why": "x"}),
            ("/why", "unknown_field"),
        ),
    ] {
        let refused = report(&world, &alice, &body).await.refused();
        assert_eq!(
            refused,
            [(expected.0.to_owned(), expected.1.to_owned())],
            "{body}"
        );
    }
    let call = world.post("/v1/reports", &json!({"postId": post, "reason": "spam"}));
    call.send().await.problem(401, "authentication_required");
}

#[tokio::test]
async fn who_molests_and_then_blocks_can_be_reported() {
    let world = world();
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    let post = world.a_post(&bob, "a post").await;
    let call = world.call("PUT", &format!("/v1/users/{}/block", alice.id));
    call.by(&bob).send().await.expect(204);
    for body in [
        json!({"userId": bob.id, "reason": "abuse"}),
        json!({"postId": post, "reason": "abuse"}),
    ] {
        report(&world, &alice, &body).await.expect(201);
        report(
            &world,
            &bob,
            &json!({"userId": alice.id, "reason": "other"}),
        )
        .await
        .expect(201);
    }
}

#[tokio::test]
async fn the_queue_is_walked_by_cursor_and_a_cursor_carries_the_state() {
    let world = world();
    let moe = moderator(&world).await;
    let alice = world.user("alice").await;
    for number in 0..5 {
        let other = world.user(&format!("user{number}")).await;
        let body = json!({"userId": other.id, "reason": "spam"});
        let id = report(&world, &alice, &body).await.expect(201).text("/id");
        if number % 2 == 0 {
            resolve(&world, &moe, &id).await.expect(204);
        }
    }
    for (state, count) in [("open", 2), ("resolved", 3)] {
        let whole = reports(&world, &moe, &format!("?state={state}")).await;
        assert_eq!(whole.len(), count);
        let mut walked = Vec::new();
        let mut query = format!("?limit=1&state={state}");
        loop {
            let path = format!("/v1/moderation/reports{query}");
            let page = world.get(&path).by(&moe).send().await.expect(200).json();
            walked.extend_from_slice(page["data"].as_array().expect("rows"));
            let Some(next) = page["page"]["nextCursor"].as_str() else {
                break;
            };
            query = format!("?limit=1&cursor={next}");
        }
        assert_eq!(walked, whole);
    }
    let call = world.get("/v1/moderation/reports?state=closed").by(&moe);
    let refused = call.send().await.refused();
    assert_eq!(
        refused,
        [("/query/state".to_owned(), "invalid_choice".to_owned())]
    );
}

#[tokio::test]
async fn reports_have_a_budget() {
    let world = world();
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    let small = budgets::REPORTS;
    world.limiter.tune(Budget { quota: 1, ..small });
    let body = json!({"userId": bob.id, "reason": "spam"});
    report(&world, &alice, &body).await.expect(201);
    report(&world, &alice, &body)
        .await
        .problem(429, "rate_limited");
}
