use proptest::prelude::*;
use serde_json::{Value, json};
use thoughts_domain::comments::CommentAdded;
use thoughts_domain::posts::PostPublished;

use super::*;
use crate::samples::{self, COMMENT, PARENT, POST, QUOTED, USER};

fn payload(event: &DomainEvent) -> Value {
    let encoded = JsonEventEncoder.encode(event);
    assert_eq!(encoded.schema_version, SCHEMA_VERSION);
    serde_json::from_str(&encoded.payload).expect("JSON")
}

#[test]
fn the_samples_are_one_of_each() {
    let types: Vec<_> = samples::events()
        .iter()
        .map(|event| event.facts().event_type)
        .collect();
    assert_eq!(types, DomainEvent::TYPES);
}

fn relation(version: u32) -> Value {
    json!({
        "id": USER, "otherId": PARENT, "since": "2026-01-01T00:00:05.000001Z", "version": version,
    })
}

fn reaction() -> Value {
    json!({
        "id": POST, "userId": USER, "since": "2026-01-01T00:00:06.000001Z", "version": 2,
    })
}

fn comment_reaction() -> Value {
    let mut reaction = reaction();
    reaction["id"] = json!(COMMENT);
    reaction["postId"] = json!(POST);
    reaction
}

#[test]
fn every_payload_to_the_letter() {
    let found: Vec<_> = samples::events().iter().map(payload).collect();
    let user = json!({
        "id": USER, "handle": "ada", "displayName": "Ada \"L\"", "bio": "", "avatarUrl": null,
        "createdAt": "2026-01-01T00:00:00.000001Z", "version": 1,
    });
    let mut changed = user.clone();
    changed["bio"] = json!("line\nbreak");
    changed["avatarUrl"] = json!("https://a.example/x.png");
    changed["version"] = json!(2);
    let expected = [
        user,
        changed,
        json!({ "id": USER, "version": 2, "content": "anonymise" }),
        json!({
            "id": POST, "authorId": USER, "body": "Hello @ada, #Rust!",
            "createdAt": "2026-01-01T00:00:01.000001Z", "editedAt": null, "version": 1,
            "hashtags": ["rust"], "mentions": [{ "id": USER, "handle": "ada" }],
            "quotedPostId": QUOTED,
        }),
        json!({
            "id": POST, "authorId": USER, "body": "Bye.",
            "createdAt": "2026-01-01T00:00:01.000001Z", "editedAt": "2026-01-01T00:00:03.000001Z",
            "version": 2, "hashtags": [], "mentions": [], "quotedPostId": QUOTED,
        }),
        json!({ "id": POST, "authorId": USER, "version": 3 }),
        json!({
            "id": COMMENT, "postId": POST, "parentId": PARENT, "authorId": USER, "body": "Second.",
            "depth": 1, "createdAt": "2026-01-01T00:00:02.000001Z", "editedAt": null, "version": 1,
        }),
        json!({
            "id": COMMENT, "postId": POST, "parentId": PARENT, "authorId": USER, "body": "Third.",
            "depth": 1, "createdAt": "2026-01-01T00:00:02.000001Z",
            "editedAt": "2026-01-01T00:00:04.000001Z", "version": 2,
        }),
        json!({ "id": COMMENT, "postId": POST, "authorId": USER, "version": 3 }),
        relation(2),
        relation(3),
        relation(2),
        relation(3),
        relation(2),
        relation(3),
        json!({ "id": USER, "moderatorId": null, "version": 2 }),
        json!({ "id": USER, "moderatorId": USER, "version": 3 }),
        json!({ "id": USER, "change": "turned_on", "version": 3 }),
        json!({ "id": USER, "change": "turned_off", "version": 3 }),
        json!({ "id": USER, "change": "recovery_codes_replaced", "version": 3 }),
        json!({ "id": USER, "change": "recovery_code_used", "version": 3 }),
        reaction(),
        reaction(),
        comment_reaction(),
        comment_reaction(),
        reaction(),
        reaction(),
        reaction(),
        reaction(),
        json!({ "id": POST, "version": 1 }),
        json!({ "id": POST, "version": 1 }),
        json!({ "id": PARENT, "postId": POST, "version": 1 }),
        json!({ "id": PARENT, "postId": POST, "version": 1 }),
    ];
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
}

#[test]
fn nothing_private_is_in_any_payload() {
    for event in samples::events() {
        let text = JsonEventEncoder.encode(&event).payload;
        for secret in ["secret.address", "email", "settings", "language", "role"] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

#[test]
fn the_post_of_a_comment_is_read_back_and_of_nothing_else() {
    for event in samples::events() {
        let facts = event.facts();
        let is_of_a_comment = facts.event_type.starts_with("thoughts.comment.");
        let expected = PostId::parse(POST).ok().filter(|_| is_of_a_comment);
        let payload = JsonEventEncoder.encode(&event).payload;
        assert_eq!(
            JsonEventEncoder.commented_post(&payload),
            expected,
            "{payload}"
        );
        let erased = JsonEventEncoder.encode_erased(facts.aggregate_id);
        assert_eq!(JsonEventEncoder.commented_post(&erased), None);
    }
}

#[test]
fn whom_a_relation_is_about_is_read_back_and_of_nothing_else() {
    let other = UserId::parse(PARENT).ok();
    for event in samples::events() {
        let facts = event.facts();
        let is_relation = matches!(
            event,
            DomainEvent::RelationBegun(_) | DomainEvent::RelationEnded(_)
        );
        let expected = other.filter(|_| is_relation);
        let payload = JsonEventEncoder.encode(&event).payload;
        // A storage may write the same JSON with other spaces.
        let spaced = payload.replace(':', ": ").replace(',', " , ");
        for payload in [payload, spaced] {
            assert_eq!(JsonEventEncoder.other_user(&payload), expected, "{payload}");
        }
        let erased = JsonEventEncoder.encode_erased(facts.aggregate_id);
        assert_eq!(JsonEventEncoder.other_user(&erased), None);
    }
    for strange in ["", "null", "[]", r#"{"otherId":7}"#, r#"{"otherId":"x"}"#] {
        assert_eq!(JsonEventEncoder.other_user(strange), None, "{strange}");
    }
}

#[test]
fn an_erased_event_keeps_the_id_alone() {
    for event in samples::events() {
        let id = event.facts().aggregate_id;
        let text = JsonEventEncoder.encode_erased(id);
        let value: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value, json!({ "id": id.as_str() }));
    }
}

proptest! {
    #[test]
    fn any_text_reads_back_and_validates(text in "\\PC{1,80}") {
        prop_assume!(thoughts_domain::posts::PostBody::parse(&text).is_ok());
        let post = samples::post(&text);
        let comment = samples::comment(None, &text);
        let published = DomainEvent::PostPublished(PostPublished { post: post.clone() });
        let added = DomainEvent::CommentAdded(CommentAdded { comment: comment.clone() });
        for (event, body) in [(published, post.body.as_str()), (added, comment.body.as_str())] {
            let value = payload(&event);
            prop_assert_eq!(value["body"].as_str(), Some(body));
            let schema = crate::schemas::schema(event.facts().event_type).expect("a schema");
            prop_assert!(jsonschema::is_valid(&schema, &value), "{}", value);
        }
    }
}
