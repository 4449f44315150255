//! Signing in and out, sessions, profiles.

use std::time::Duration;

use serde_json::json;

use crate::support::{registration, world};

#[tokio::test]
async fn a_newcomer_is_signed_in() {
    let world = world();
    let call = world.post("/v1/auth/register", &registration("alice"));
    let reply = call.send().await.expect(201);
    let id = reply.text("/user/id");
    assert_eq!(
        reply.header("location"),
        Some(format!("/v1/users/{id}").as_str())
    );
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let body = reply.json();
    assert_eq!(body["expiresIn"], 900);
    assert_eq!(body["user"]["email"], "alice@example.com");
    assert_eq!(body["user"]["version"], 1);
    assert_eq!(body["user"]["settings"], json!({"language": "en"}));
    assert_eq!(body["user"]["avatarUrl"], json!(null));
}

#[tokio::test]
async fn handles_and_addresses_are_taken_once() {
    let world = world();
    world.user("alice").await;
    let mut again = registration("Alice");
    again["email"] = "other@example.com".into();
    let call = world.post("/v1/auth/register", &again);
    call.send().await.problem(409, "handle_taken");
    let mut again = registration("other");
    again["email"] = "ALICE@example.com".into();
    let call = world.post("/v1/auth/register", &again);
    call.send().await.problem(409, "email_taken");
}

#[tokio::test]
async fn signing_in_by_handle_and_by_address() {
    let world = world();
    let alice = world.user("alice").await;
    for login in ["alice", "ALICE", "alice@example.com"] {
        let body = json!({"login": login, "password": "correct horse"});
        let reply = world.post("/v1/auth/login", &body).send().await.expect(200);
        assert_eq!(reply.text("/user/id"), alice.id);
    }
}

#[tokio::test]
async fn every_wrong_login_is_the_same_answer_after_the_same_work() {
    let world = world();
    world.user("alice").await;
    let before = world.hasher.verified();
    let logins = [
        "alice",
        "nobody",
        "not a handle!",
        "x",
        "no@where",
        "a@b@c.d",
    ];
    for login in logins {
        let body = json!({"login": login, "password": "wrong horse"});
        let reply = world.post("/v1/auth/login", &body).send().await;
        let reply = reply.problem(401, "invalid_credentials");
        assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
    }
    let verified = usize::try_from(world.hasher.verified() - before).expect("a count");
    assert_eq!(verified, logins.len());
}

#[tokio::test]
async fn refresh_tokens_rotate_and_their_reuse_ends_the_session() {
    let world = world();
    let alice = world.user("alice").await;
    let refresh = async |token: &str| {
        let body = json!({"refreshToken": token});
        world.post("/v1/auth/refresh", &body).send().await
    };
    let first = refresh(&alice.refresh_token).await.expect(200);
    let successor = first.text("/refreshToken");
    assert_ne!(successor, alice.refresh_token);
    // A lost answer: the same successor again.
    let again = refresh(&alice.refresh_token).await.expect(200);
    assert_eq!(again.text("/refreshToken"), successor);
    world.clock.advance(Duration::from_secs(11));
    refresh(&alice.refresh_token)
        .await
        .problem(401, "token_reused");
    refresh(&successor).await.problem(401, "invalid_token");
    let me = world.get("/v1/me").by(&alice).send().await;
    me.problem(401, "invalid_token");
    refresh("made up").await.problem(401, "invalid_token");
}

#[tokio::test]
async fn an_old_access_token_is_never_in_the_way_of_a_new_one() {
    let world = world();
    let alice = world.user("alice").await;
    world.clock.advance(Duration::from_mins(16));
    let me = world.get("/v1/me").by(&alice).send().await;
    me.problem(401, "invalid_token");
    let body = json!({"refreshToken": alice.refresh_token});
    let call = world.post("/v1/auth/refresh", &body).by(&alice);
    let reply = call.send().await.expect(200);
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
}

#[tokio::test]
async fn signing_out_ends_the_session_at_once() {
    let world = world();
    let alice = world.user("alice").await;
    let out = world
        .call("POST", "/v1/auth/logout")
        .by(&alice)
        .send()
        .await;
    assert!(out.expect(204).body.is_empty());
    let me = world.get("/v1/me").by(&alice).send().await;
    let me = me.problem(401, "invalid_token");
    let challenge = me.header("www-authenticate");
    assert_eq!(challenge, Some("Bearer error=\"invalid_token\""));
}

#[tokio::test]
async fn sessions_are_listed_and_ended_by_their_owner_alone() {
    let world = world();
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    let body = json!({"login": "alice", "password": "correct horse"});
    let call = world.post("/v1/auth/login", &body);
    let phone = call.header("user-agent", "phone").send().await.expect(200);
    let list = world
        .get("/v1/auth/sessions")
        .by(&alice)
        .send()
        .await
        .expect(200);
    assert_eq!(list.header("cache-control"), Some("private, no-store"));
    assert!(list.header("event-position").is_some());
    assert_eq!(list.text("/data/0/userAgent"), "phone");
    let current: Vec<_> = ["/data/0/current", "/data/1/current"]
        .map(|at| list.json().pointer(at).cloned())
        .into();
    assert_eq!(current, [Some(json!(false)), Some(json!(true))]);
    let path = format!("/v1/auth/sessions/{}", list.text("/data/0/id"));
    world
        .delete(&path)
        .by(&bob)
        .send()
        .await
        .problem(404, "not_found");
    world.delete(&path).by(&alice).send().await.expect(204);
    world
        .delete(&path)
        .by(&alice)
        .send()
        .await
        .problem(404, "not_found");
    let token = format!("Bearer {}", phone.text("/accessToken"));
    let call = world.get("/v1/me").header("authorization", token);
    call.send().await.problem(401, "invalid_token");
}

#[tokio::test]
async fn profiles_are_public_and_hold_no_address() {
    let world = world();
    let alice = world.user("alice").await;
    let by_id = world
        .get(&format!("/v1/users/{}", alice.id))
        .send()
        .await
        .expect(200);
    let by_handle = world
        .get("/v1/users/by-handle/ALICE")
        .send()
        .await
        .expect(200);
    assert_eq!(by_id.body, by_handle.body);
    assert_eq!(by_id.header("etag"), by_handle.header("etag"));
    for path in [
        "/v1/users/nobody",
        "/v1/users/by-handle/no-body",
        "/v1/users/by-handle/ab",
    ] {
        world.get(path).send().await.problem(404, "not_found");
    }
    let list = world.get("/v1/users").send().await.expect(200);
    assert_eq!(list.text("/data/0/handle"), "alice");
    assert!(list.header("event-position").is_some());
}

#[tokio::test]
async fn no_answer_but_the_owners_holds_an_address() {
    let world = world();
    let alice = world.user("alice").await;
    let post = world.a_post(&alice, "hello @alice").await;
    let comment = world.a_comment(&alice, &post, None).await;
    let id = &alice.id;
    let paths = [
        format!("/v1/users/{id}"),
        "/v1/users".to_owned(),
        "/v1/users/by-handle/alice".to_owned(),
        format!("/v1/users/{id}/posts"),
        format!("/v1/users/{id}/comments"),
        "/v1/posts".to_owned(),
        format!("/v1/posts/{post}"),
        format!("/v1/posts/{post}/edits"),
        format!("/v1/posts/{post}/comments"),
        format!("/v1/comments/{comment}"),
        format!("/v1/comments/{comment}/replies"),
        "/v1/auth/sessions".to_owned(),
    ];
    for path in paths {
        let reply = world.get(&path).by(&alice).send().await.expect(200);
        let text = String::from_utf8(reply.body).expect("text");
        assert!(
            !text.contains("@example.com") && !text.contains("email"),
            "{path}: {text}"
        );
    }
}

#[tokio::test]
async fn the_public_keys_are_served() {
    let reply = world()
        .get("/.well-known/jwks.json")
        .send()
        .await
        .expect(200);
    assert_eq!(reply.json(), json!({"keys": []}));
}

#[tokio::test]
async fn a_handle_may_be_named_like_a_part_of_a_path() {
    let world = world();
    for handle in ["posts", "comments"] {
        let user = world.user(handle).await;
        let call = world.get(&format!("/v1/users/by-handle/{handle}"));
        assert_eq!(call.send().await.expect(200).text("/id"), user.id);
    }
}
