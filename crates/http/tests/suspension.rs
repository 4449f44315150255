//! Who is suspended reads, signs in and out, and may leave; he does not write.

use serde_json::json;

use crate::support::{Operation, User, World, every_operation, world};

/// What is no read and yet open to the suspended: to keep the account safe, to sign out, here or
/// elsewhere, and to leave.
pub const STILL_OPEN: &[&str] = &[
    "beginSecondFactor",
    "changePassword",
    "confirmSecondFactor",
    "deleteMe",
    "endSession",
    "logOut",
    "replaceRecoveryCodes",
    "turnOffSecondFactor",
];

/// Every operation that needs somebody who has signed in.
fn guarded() -> Vec<Operation> {
    let mut found = every_operation();
    found.retain(|operation| operation.security() == Some(true));
    assert!(found.len() > 10, "the document was not read");
    found
}

/// Whether the document says that it refuses the suspended.
fn says_so(operation: &Operation) -> bool {
    let answer = &operation.meaning["responses"]["403"]["content"]["application/problem+json"];
    answer["examples"]["suspended"].is_object()
}

/// The code of the problem that it answers with; empty for a success.
async fn code(operation: &Operation, world: &World, user: &User) -> String {
    let parts = operation.path.split('/');
    let named = parts.map(|part| {
        if part.starts_with('{') {
            user.id.as_str()
        } else {
            part
        }
    });
    let path: Vec<&str> = named.collect();
    let mut call = world.call(&operation.method, &path.join("/")).by(user);
    if let Some(body) = operation.example() {
        call = call.json(&body);
    }
    let reply = call.send().await;
    if reply.status.is_success() {
        return String::new();
    }
    reply.text("/code")
}

#[tokio::test]
async fn every_operation_that_writes_refuses_the_suspended_and_says_so() {
    let mut open = Vec::new();
    for operation in guarded().iter().filter(|o| o.method != "GET") {
        // Signing out and leaving end what the next one needs.
        let world = world();
        let alice = world.user("alice").await;
        world.suspend(&alice).await;
        let refused = code(operation, &world, &alice).await == "suspended";
        assert_eq!(refused, says_so(operation), "{operation}");
        if !refused {
            open.push(operation.id().to_owned());
        }
    }
    open.sort();
    let mut expected = STILL_OPEN.to_vec();
    expected.sort_unstable();
    assert_eq!(open, expected, "say here what the suspended may still do");
}

#[tokio::test]
async fn no_operation_that_reads_minds() {
    let world = world();
    let alice = world.user("alice").await;
    world.suspend(&alice).await;
    for operation in guarded().iter().filter(|o| o.method == "GET") {
        let code = code(operation, &world, &alice).await;
        assert_ne!(code, "suspended", "{operation}");
        assert!(!says_so(operation), "{operation}");
    }
}

#[tokio::test]
async fn a_suspension_holds_at_once_shows_to_its_owner_and_ends() {
    let world = world();
    let alice = world.user("alice").await;
    let post = world.a_post(&alice, "before").await;
    world.suspend(&alice).await;
    let write = async || {
        let call = world
            .post("/v1/posts", &json!({"body": "after"}))
            .by(&alice);
        call.send().await
    };
    let refused = write().await.problem(403, "suspended");
    assert_eq!(refused.header("www-authenticate"), None);
    let me = world.get("/v1/me").by(&alice).send().await.expect(200);
    assert!(me.text("/suspendedAt").ends_with('Z'));
    world
        .get(&format!("/v1/posts/{post}"))
        .send()
        .await
        .expect(200);
    // Signing in goes on, and so does reading with what it gives.
    let login = json!({"login": "alice", "password": "correct horse"});
    let again = world
        .post("/v1/auth/login", &login)
        .send()
        .await
        .expect(200);
    let again = User {
        token: again.text("/accessToken"),
        ..alice.clone()
    };
    world.get("/v1/me").by(&again).send().await.expect(200);
    let call = world.patch("/v1/me", &json!({"bio": "x"})).by(&again);
    call.send().await.problem(403, "suspended");
    world
        .change(&alice, |user| {
            user.unsuspend(None);
        })
        .await;
    write().await.expect(201);
    let me = world.get("/v1/me").by(&alice).send().await.expect(200);
    assert_eq!(me.json()["suspendedAt"], json!(null));
}
