//! Everything that is held about somebody, as one document.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use poem::http::HeaderValue;
use poem::listener::{Acceptor, Listener, TcpListener};
use poem::{Endpoint, Request};
use serde_json::{Value, json};
use thoughts_domain::accounts::Role;
use thoughts_domain::ids::{PostId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_testing::personal_data::entries;
use thoughts_use_cases::export::{ExportSection, ExportedPost};
use thoughts_use_cases::paging::TimeKey;
use thoughts_use_cases::storage::StorageError;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::second_factor::turned_on;
use crate::support::{User, World, world, world_with};

const PATH: &str = "/v1/me/export";

/// Somebody who has used everything once.
async fn a_life(world: &World) -> User {
    let alice = world.user("alice").await;
    let bob = world.user("bob").await;
    let change = json!({"bio": "her bio", "avatarUrl": "https://example.com/her.png"});
    let call = world.patch("/v1/me", &change).by(&alice);
    call.send().await.expect(200);
    let his = world.a_post(&bob, "his post, which names @alice").await;
    let body = json!({"body": "her post for @bob, #tagged", "quotedPostId": his});
    let call = world.post("/v1/posts", &body).by(&alice);
    let call = call.header("idempotency-key", "her-key").header(
        "traceparent",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    );
    let post = call.send().await.expect(201).text("/id");
    let edit = json!({"body": "her edited post for @bob, #tagged"});
    let call = world.patch(&format!("/v1/posts/{post}"), &edit).by(&alice);
    call.send().await.expect(200);
    let carol = world.user("carol").await;
    let dora = world.user("dora").await;
    for (relation, other) in [("follow", &bob), ("mute", &carol), ("block", &dora)] {
        let path = format!("/v1/users/{}/{relation}", other.id);
        let call = world.call("PUT", &path).by(&alice);
        call.send().await.expect(204);
    }
    for reaction in ["like", "repost", "bookmark"] {
        let call = world.call("PUT", &format!("/v1/posts/{his}/{reaction}"));
        call.by(&alice).send().await.expect(204);
    }
    let comment = world.a_comment(&alice, &his, None).await;
    let call = world.call("PUT", &format!("/v1/comments/{comment}/like"));
    call.by(&alice).send().await.expect(204);
    world.a_comment(&alice, &his, Some(&comment)).await;
    world.a_comment(&bob, &post, None).await;
    world.catch_up().await;
    let call = world.post("/v1/notifications/read", &json!({})).by(&alice);
    call.send().await.expect(204);
    let call = world.patch("/v1/me", &json!({"handle": "alicia"}));
    call.by(&alice).send().await.expect(200);
    // One mail was sent, and its token is good; another one waits.
    world.deliver().await;
    let call = world.call("POST", "/v1/auth/email/verification");
    call.by(&alice).send().await.expect(202);
    let report = json!({"userId": dora.id, "reason": "abuse", "note": "her report"});
    let call = world.post("/v1/reports", &report).by(&alice);
    let report = call.send().await.expect(201).text("/id");
    warn(world, &alice, &report).await;
    turned_on(world, &alice).await;
    alice
}

/// A moderator resolves her report, suspends her, and lets her write again.
async fn warn(world: &World, user: &User, report: &str) {
    let moe = world.user("moe").await;
    world.promote(&moe, Role::Moderator).await;
    let path = format!("/v1/moderation/reports/{report}/resolve");
    let call = world.call("POST", &path).by(&moe);
    call.send().await.expect(204);
    let path = format!("/v1/moderation/users/{}/suspended", user.id);
    let reason = json!({"reason": "bob says that she shouts"});
    let call = world.call("PUT", &path).json(&reason).by(&moe);
    call.send().await.expect(204);
    world.delete(&path).by(&moe).send().await.expect(204);
}

#[tokio::test]
async fn a_document_holds_every_part() {
    let world = world();
    let alice = a_life(&world).await;
    let reply = world.get(PATH).by(&alice).send().await.expect(200);
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert_eq!(
        reply.header("content-disposition"),
        Some("attachment; filename=\"thoughts-export.json\"")
    );
    assert_eq!(reply.header("cache-control"), Some("private, no-store"));
    let document = reply.json();
    assert_eq!(document["account"]["email"], "alice@example.com");
    assert_eq!(document["account"]["settings"]["language"], "en");
    assert_eq!(document["sessions"].as_array().map(Vec::len), Some(1));
    assert_eq!(document["keptAnswers"][0]["key"], "her-key");
    assert_eq!(
        document["posts"][0]["body"],
        "her edited post for @bob, #tagged"
    );
    assert_eq!(
        document["postEdits"][0]["body"],
        "her post for @bob, #tagged"
    );
    assert_eq!(document["comments"].as_array().map(Vec::len), Some(2));
    assert_eq!(document["mentionedIn"].as_array().map(Vec::len), Some(1));
    assert_eq!(document["formerHandles"][0]["handle"], "alice");
    let waiting = document["mails"].as_array().into_iter().flatten();
    let waiting: Vec<_> = waiting.map(|mail| mail["type"].as_str()).collect();
    assert!(waiting.contains(&Some("verify_email")), "{waiting:?}");
    assert_eq!(document["mailedTokens"][0]["purpose"], "verify_email");
    let told = document["notifications"].as_array().into_iter().flatten();
    let mut told: Vec<_> = told.map(|row| row["type"].as_str()).collect();
    told.sort_unstable();
    assert_eq!(told, [Some("comment"), Some("mention")]);
    assert_eq!(document["reports"][0]["note"], "her report");
    let done = document["moderation"].as_array().into_iter().flatten();
    let done: Vec<_> = done.map(|row| row["action"].as_str()).collect();
    assert_eq!(done, [Some("unsuspend_user"), Some("suspend_user")]);
    let mut events = document["events"].as_array().into_iter().flatten();
    assert!(events.any(|event| event["type"] == "thoughts.post.edited"));
    let text = String::from_utf8(reply.body).expect("text");
    assert!(!text.contains("his post"), "what others wrote is theirs");
    assert!(!text.contains("correct horse") && !text.contains(&alice.refresh_token));
    assert!(
        !text.contains("shouts"),
        "what moderators noted may tell of others"
    );
}

#[tokio::test]
async fn who_is_suspended_gets_the_whole_document() {
    let world = world();
    let alice = a_life(&world).await;
    let before = world.get(PATH).by(&alice).send().await.expect(200).json();
    world.suspend(&alice).await;
    let call = world.post("/v1/posts", &json!({"body": "no"})).by(&alice);
    call.send().await.problem(403, "suspended");
    let mut after = world.get(PATH).by(&alice).send().await.expect(200).json();
    assert!(after["account"]["suspendedAt"].is_string());
    for (part, value) in before.as_object().expect("an object") {
        if part == "exportedAt" || part == "account" {
            continue;
        }
        assert_eq!(after[part].take(), *value, "{part}");
    }
    let rest = after.as_object().expect("an object").values();
    assert_eq!(rest.filter(|value| !value.is_null()).count(), 2);
}

/// Whether something stands at a path such as `posts[].hashtags[]`.
fn holds(value: &Value, path: &str) -> bool {
    let Some((first, rest)) = path.split_once('.') else {
        let (name, is_list) = path
            .strip_suffix("[]")
            .map_or((path, false), |name| (name, true));
        let found = &value[name];
        return if is_list {
            found.as_array().is_some_and(|list| !list.is_empty())
        } else {
            !found.is_null()
        };
    };
    match first.strip_suffix("[]") {
        Some(name) => value[name]
            .as_array()
            .is_some_and(|list| list.iter().any(|row| holds(row, rest))),
        None => holds(&value[first], rest),
    }
}

#[tokio::test]
async fn what_the_page_of_personal_data_says_is_exported_is() {
    let world = world();
    let alice = a_life(&world).await;
    let document = world.get(PATH).by(&alice).send().await.expect(200).json();
    let entries = entries();
    let paths: Vec<_> = entries
        .iter()
        .filter_map(|entry| entry.export_path())
        .collect();
    assert!(paths.len() > 30, "{paths:?}");
    // What nobody has filled in this world.
    let absent = [
        "account.suspendedAt",
        "sessions[].userAgent",
        "comments[].editedAt",
    ];
    for path in paths {
        let unfilled = absent.contains(&path) || path.starts_with("outsideIdentities[]");
        assert!(
            holds(&document, path) || unfilled,
            "docs/personal-data.md says that {path} is exported: {document:#}"
        );
    }
    let withheld = document["withheld"].as_array().expect("a list");
    assert_eq!(withheld.len(), 6);
}

#[tokio::test]
async fn a_newcomer_has_an_empty_document() {
    let world = world();
    let alice = world.user("alice").await;
    let document = world.get(PATH).by(&alice).send().await.expect(200).json();
    for part in [
        "formerHandles",
        "mailedTokens",
        "secondFactors",
        "keptAnswers",
        "notifications",
        "reports",
        "moderation",
        "posts",
        "postEdits",
        "comments",
        "mentionedIn",
    ] {
        assert_eq!(document[part], json!([]), "{part}");
    }
    world
        .get(PATH)
        .send()
        .await
        .problem(401, "authentication_required");
    world.delete("/v1/me").by(&alice).send().await.expect(204);
    world
        .get(PATH)
        .by(&alice)
        .send()
        .await
        .problem(401, "invalid_token");
}

/// Posts without end, until a page fails.
struct Posts {
    asked: Arc<AtomicU32>,
    fails_at: u32,
}

#[async_trait]
impl ExportSection<ExportedPost> for Posts {
    async fn rows(
        &self,
        _user: UserId,
        after: Option<TimeKey>,
        limit: u32,
    ) -> Result<Vec<ExportedPost>, StorageError> {
        let page = self.asked.fetch_add(1, Ordering::SeqCst);
        assert_eq!(after.is_some(), page > 0, "each page goes on from the last");
        if page == self.fails_at {
            return Err(StorageError::Unavailable("gone".into()));
        }
        let row = ExportedPost {
            id: PostId::parse("pfh0haxfpzowht3oi213cqos").expect("an id"),
            body: "one of many".to_owned(),
            hashtags: Vec::new(),
            mentions: Vec::new(),
            quoted_post_id: None,
            created_at: Timestamp::from_micros(0),
            edited_at: None,
            version: 1,
        };
        Ok(vec![row; limit as usize])
    }
}

fn endless(fails_at: u32) -> (World, Arc<AtomicU32>) {
    let asked = Arc::new(AtomicU32::new(0));
    let posts = Posts {
        asked: Arc::clone(&asked),
        fails_at,
    };
    let world = world_with(|ports| ports.export.posts = Arc::new(posts));
    (world, asked)
}

fn request(user: &User) -> Request {
    let token = HeaderValue::from_str(&format!("Bearer {}", user.token)).expect("a header");
    Request::builder()
        .uri_str(PATH)
        .header("authorization", token)
        .finish()
}

#[tokio::test]
async fn pages_are_read_one_by_one_as_the_reader_takes_them() {
    let (world, asked) = endless(u32::MAX);
    let alice = world.user("alice").await;
    let response = world.app.get_response(request(&alice)).await;
    assert_eq!(asked.load(Ordering::SeqCst), 0, "nobody has read yet");
    let mut body = response.into_body().into_async_read();
    let mut text = vec![0; 200_000];
    body.read_exact(&mut text)
        .await
        .expect("two hundred kilobytes");
    let pages = asked.load(Ordering::SeqCst);
    // A page of 200 such posts is about 35 kilobytes.
    assert!((3..12).contains(&pages), "{pages} pages");
}

#[tokio::test]
async fn a_storage_that_fails_half_way_breaks_the_connection_off() {
    // Late enough for the first pages to be under way.
    let (world, _) = endless(60);
    let alice = world.user("alice").await;
    let acceptor = TcpListener::bind("127.0.0.1:0")
        .into_acceptor()
        .await
        .expect("a listener");
    let address = acceptor.local_addr()[0]
        .as_socket_addr()
        .copied()
        .expect("an address");
    let app = world.app;
    tokio::spawn(poem::Server::new_with_acceptor(acceptor).run(app));
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let asked = format!(
        "GET {PATH} HTTP/1.1\r\nHost: thoughts\r\nAuthorization: Bearer {}\r\n\r\n",
        alice.token
    );
    stream.write_all(asked.as_bytes()).await.expect("a request");
    let mut answer = Vec::new();
    // Ends, or is reset: in either way before the last chunk.
    let _ = stream.read_to_end(&mut answer).await;
    let text = String::from_utf8_lossy(&answer);
    let (head, body) = text.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    assert!(
        head.to_lowercase().contains("transfer-encoding: chunked"),
        "{head}"
    );
    assert!(body.contains("one of many"), "the first pages came");
    assert!(!body.ends_with("0\r\n\r\n"), "the end was not said");
    assert!(!body.contains("\"comments\""), "nothing after the failure");
}

#[tokio::test]
async fn a_storage_that_is_lost_from_the_beginning_is_a_problem() {
    let mut accounts = thoughts_use_cases::accounts::MockAccountQueries::new();
    accounts
        .expect_own_account()
        .returning(|_| Err(StorageError::Unavailable("gone".into())));
    let world = world_with(|ports| ports.accounts = Arc::new(accounts));
    let alice = world.user("alice").await;
    let reply = world.get(PATH).by(&alice).send().await;
    reply.problem(503, "unavailable");
}
