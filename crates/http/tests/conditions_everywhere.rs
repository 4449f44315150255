//! Every resource can be read and changed under a condition, later ones included: the list is the
//! `OpenAPI` document's.

use serde_json::{Value, json};

use crate::support::{Operation, Reply, User, World, operations, world};

/// What is read at one address and yet no resource with a version.
const NO_RESOURCES: [&str; 2] = [
    // A document that is made while it is read.
    "/v1/me/export",
    // A number.
    "/v1/notifications/unread-count",
];

/// What is known by its digest alone: nobody changes it under a condition.
const UNVERSIONED: [&str; 1] = ["/v1/auth/second-factor"];

fn is_resource(operation: &Operation) -> bool {
    operation.method == "GET"
        && !operation.takes("cursor")
        && !NO_RESOURCES.contains(&operation.path.as_str())
}

#[tokio::test]
async fn every_resource_has_a_tag_and_is_not_sent_again() {
    let mut resources = 0;
    for operation in operations().into_iter().filter(is_resource) {
        resources += 1;
        assert!(operation.takes("If-None-Match"), "{operation}");
        for status in ["200", "304"] {
            assert!(operation.gives(status, "ETag"), "{operation} {status}");
        }
        let world = world();
        let user = world.user("alice").await;
        let path = operation.path_for(&world, &user, "alice").await;
        let read = async |condition: Option<&str>| {
            let call = world.get(&path).by(&user);
            match condition {
                Some(condition) => call.header("if-none-match", condition).send().await,
                None => call.send().await,
            }
        };
        let whole = read(None).await.expect(200);
        let tag = whole.header("etag").expect("a tag").to_owned();
        assert!(
            tag.starts_with('"') && tag.contains('-'),
            "{operation}: {tag}"
        );
        let version = tag.trim_matches('"').split('-').next();
        let version: u64 = version.and_then(|v| v.parse().ok()).expect("a version");
        if !UNVERSIONED.contains(&operation.path.as_str()) {
            assert_eq!(whole.json()["version"], version, "{operation}");
        }
        for known in [
            tag.as_str(),
            &format!("W/{tag}"),
            &format!("\"x\", {tag}"),
            "*",
        ] {
            let same = read(Some(known)).await.expect(304);
            assert!(same.body.is_empty(), "{operation}");
            assert_eq!(same.header("etag"), Some(tag.as_str()), "{operation}");
        }
        // The same version of something that looks different is not what the reader has.
        for other in ["\"x\"", &format!("\"{version}-0000000000000000\"")] {
            let reply = read(Some(other)).await.expect(200);
            assert_eq!(reply.body, whole.body, "{operation}");
        }
    }
    assert!(resources >= 5, "only {resources} resources");
}

/// A change of something that carries a version, as its owner makes it.
struct Change<'a> {
    world: &'a World,
    user: User,
    method: String,
    path: String,
    body: Option<Value>,
}

impl Change<'_> {
    async fn send(&self, condition: Option<&str>) -> Reply {
        let mut call = match &self.body {
            Some(body) => self.world.patch(&self.path, body),
            None => self.world.call(&self.method, &self.path),
        };
        if let Some(condition) = condition {
            call = call.header("if-match", condition);
        }
        call.by(&self.user).send().await
    }

    /// What it looks like now, and its tag.
    async fn look(&self) -> (Vec<u8>, String) {
        let path = self.path.split('?').next().expect("a path");
        let reply = self.world.get(path).by(&self.user).send().await.expect(200);
        let tag = reply.header("etag").expect("a tag").to_owned();
        (reply.body, tag)
    }
}

async fn change<'a>(world: &'a World, operation: &Operation) -> Change<'a> {
    let user = world.user("alice").await;
    let mut path = operation.path_for(world, &user, "alice").await;
    let body = match (operation.method.as_str(), operation.path.as_str()) {
        ("PATCH", "/v1/me") => Some(json!({"bio": "changed"})),
        ("PATCH", "/v1/posts/{id}" | "/v1/comments/{id}") => Some(json!({"body": "changed"})),
        ("PATCH", _) => operation.example(),
        ("DELETE", "/v1/me") => {
            path.push_str("?content=delete");
            None
        }
        _ => None,
    };
    Change {
        world,
        user,
        method: operation.method.clone(),
        path,
        body,
    }
}

#[tokio::test]
async fn every_change_of_a_resource_holds_to_its_condition() {
    let all = operations();
    let resources: Vec<_> = all
        .iter()
        .filter(|operation| is_resource(operation))
        .collect();
    let changes = all.iter().filter(|operation| {
        let changes = matches!(operation.method.as_str(), "PATCH" | "DELETE");
        changes
            && resources
                .iter()
                .any(|resource| resource.path == operation.path)
    });
    let mut count = 0;
    for operation in changes {
        count += 1;
        assert!(operation.takes("If-Match"), "{operation}");
        let world_of_refusals = world();
        let refused = change(&world_of_refusals, operation).await;
        let (before, tag) = refused.look().await;
        for condition in ["\"7-0000000000000000\"", "W/\"7-x\"", "\"foreign\""] {
            let reply = refused.send(Some(condition)).await;
            reply.problem(412, "precondition_failed");
        }
        let reply = refused.send(Some("1")).await.refused();
        let expected = [("/header/If-Match".into(), "invalid_etag".into())];
        assert_eq!(reply, expected, "{operation}");
        assert_eq!(refused.look().await, (before, tag.clone()), "{operation}");

        let version = tag.trim_matches('"').split('-').next().expect("a version");
        for condition in [
            tag.clone(),
            format!("W/{tag}"),
            // Whatever else it looked like: only the version counts.
            format!("\"{version}-0000000000000000\""),
            format!("\"7-x\", {tag}"),
            "*".to_owned(),
        ] {
            let world = world();
            let change = change(&world, operation).await;
            let reply = change.send(Some(&condition)).await;
            let status = reply.status;
            assert!(status.is_success(), "{operation} {condition}: {status}");
        }
    }
    assert!(count >= 6, "only {count} changes");
}
