//! In which order a request is checked.

use serde_json::{Value, json};
use thoughts_domain::accounts::Role;
use thoughts_testing::limits::only;
use thoughts_use_cases::limits::budgets;

use crate::support::{Call, Operation, World, operations, world};

/// A call on what is not there.
fn of_nothing<'a>(world: &'a World, operation: &Operation) -> Call<'a> {
    let parts = operation.path.split('/').map(|part| match part {
        "{handle}" => "nobody",
        part if part.starts_with('{') => "tz4a98xxat96iws9zmbrgj3a",
        part => part,
    });
    let path = parts.collect::<Vec<_>>().join("/");
    world.call(&operation.method, &path)
}

#[tokio::test]
async fn every_operation_checks_size_then_token_then_body_then_whether_it_is_there() {
    let world = world();
    let olga = world.user("olga").await;
    world.promote(&olga, Role::Operator).await;
    let huge = json!({"body": "x".repeat(70_000)});
    for operation in operations() {
        println!("{operation}");
        let call = || of_nothing(&world, &operation);
        if operation.example().is_some() {
            let reply = call().json(&huge).send().await;
            reply.problem(413, "payload_too_large");
        }
        if operation.security().is_some() {
            let call = call().raw("x").header("authorization", "Bearer made-up");
            call.send().await.problem(401, "invalid_token");
        }
        if operation.security() == Some(true) {
            let reply = call().raw("x").send().await;
            reply.problem(401, "authentication_required");
        }
        if operation.security() == Some(true) && operation.example().is_some() {
            let reply = call().raw("x").by(&olga).send().await;
            reply.problem(415, "unsupported_media_type");
            let strange = json!({"strange": 1});
            call().json(&strange).by(&olga).send().await.refused();
        }
        // A hashtag that nobody has used has an empty feed.
        if operation.path.contains('{') && !operation.path.contains("{tag}") {
            let call = match operation.example() {
                Some(body) => call().json(&body),
                None => call(),
            };
            let reply = call.by(&olga).send().await;
            // To take back what is not there is done already.
            let taken_back = operation.method == "DELETE" && !operation.path.ends_with('}');
            if !(taken_back && reply.status == 204) {
                reply.problem(404, "not_found");
            }
        }
    }
}

#[tokio::test]
async fn who_asks_too_often_is_told_so_before_anything_else() {
    let world = world();
    world.limiter.tune(only(&budgets::REQUESTS_PER_ADDRESS, 1));
    world.get("/v1/posts").send().await.expect(200);
    for operation in operations() {
        println!("{operation}");
        let reply = of_nothing(&world, &operation).raw("x").send().await;
        reply.problem(429, "rate_limited");
    }
}

#[tokio::test]
async fn checks_come_in_the_order_of_the_contract() {
    let world = world();
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    let path = format!("/v1/posts/{}", world.a_post(&alice, "hello").await);
    let gone = "/v1/posts/tz4a98xxat96iws9zmbrgj3a";
    let bad = json!({"body": 1});
    let good: Value = json!({"body": "new"});
    // 413 before 401 before 400 and 415 before 404 and 403 before 412.
    let huge = json!({"body": "x".repeat(70_000)});
    world
        .patch(gone, &huge)
        .send()
        .await
        .problem(413, "payload_too_large");
    let call = world.patch(gone, &bad);
    call.send().await.problem(401, "authentication_required");
    let call = world.call("PATCH", gone).raw("x");
    call.send().await.problem(401, "authentication_required");
    world.patch(gone, &bad).by(&bob).send().await.refused();
    let call = world.call("PATCH", gone).by(&bob).raw("x");
    call.send().await.problem(415, "unsupported_media_type");
    let call = world
        .patch(gone, &good)
        .by(&bob)
        .header("if-match", "\"9-x\"");
    call.send().await.problem(404, "not_found");
    let call = world
        .patch(&path, &good)
        .by(&bob)
        .header("if-match", "\"9-x\"");
    call.send().await.problem(403, "forbidden");
    // Idempotency before 404: a replay is given although the post has gone since.
    let comments = format!("{path}/comments");
    let add = async || {
        let call = world.post(&comments, &good).by(&bob);
        call.header("idempotency-key", "k").send().await
    };
    add().await.expect(201);
    world.delete(&path).by(&alice).send().await.expect(204);
    let replay = add().await.expect(201);
    assert_eq!(replay.header("idempotency-replayed"), Some("true"));
}

#[tokio::test]
async fn a_bad_token_is_refused_on_public_routes_too() {
    let world = world();
    let alice = world.user("alice").await;
    let token = &alice.token;
    for header in [
        "Bearer made-up".to_owned(),
        "Basic YWxpY2U6cGFzcw==".to_owned(),
        "Bearer".to_owned(),
        token.clone(),
        format!("Bearer {token}x"),
    ] {
        let call = world.get("/v1/posts").header("authorization", &header);
        call.send().await.problem(401, "invalid_token");
        let call = world
            .get("/v1/posts/x?limit=0")
            .header("authorization", &header);
        call.send().await.problem(401, "invalid_token");
    }
    let good = format!("bearer {token}");
    let call = world.get("/v1/posts").header("authorization", good);
    call.send().await.expect(200);
    let twice = world.get("/v1/posts").by(&alice).by(&alice);
    twice.send().await.problem(401, "invalid_token");
}
