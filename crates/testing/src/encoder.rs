//! Events as plain JSON.

use serde_json::{Value, json};
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{Cuid, PostId, UserId};
use thoughts_use_cases::events::{EncodedEvent, EventDecoder, EventEncoder};

/// Encodes just enough of each event for a test to know it again, what its author said included.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainEncoder;

impl EventEncoder for PlainEncoder {
    fn encode(&self, event: &DomainEvent) -> EncodedEvent {
        let facts = event.facts();
        let mut payload = json!({
            "id": facts.aggregate_id.as_str(),
            "version": facts.aggregate_version,
            "says": says(event),
        });
        if let Some(post) = commented_post(event) {
            payload["on"] = post.as_str().into();
        }
        EncodedEvent {
            schema_version: 1,
            payload: payload.to_string(),
        }
    }

    fn encode_erased(&self, aggregate_id: Cuid) -> String {
        json!({ "id": aggregate_id.as_str() }).to_string()
    }
}

impl EventDecoder for PlainEncoder {
    fn other_user(&self, payload: &str) -> Option<UserId> {
        let payload: Value = serde_json::from_str(payload).ok()?;
        UserId::parse(payload["says"].as_str()?).ok()
    }

    fn commented_post(&self, payload: &str) -> Option<PostId> {
        let payload: Value = serde_json::from_str(payload).ok()?;
        PostId::parse(payload["on"].as_str()?).ok()
    }
}

const fn commented_post(event: &DomainEvent) -> Option<&PostId> {
    match event {
        DomainEvent::CommentAdded(e) => Some(&e.comment.post_id),
        DomainEvent::CommentEdited(e) => Some(&e.comment.post_id),
        DomainEvent::CommentDeleted(e) => Some(&e.post_id),
        _ => None,
    }
}

fn says(event: &DomainEvent) -> Value {
    match event {
        DomainEvent::UserRegistered(e) => e.user.display_name.as_str().into(),
        DomainEvent::UserProfileChanged(e) => e.user.display_name.as_str().into(),
        DomainEvent::PostPublished(e) => e.post.body.as_str().into(),
        DomainEvent::PostEdited(e) => e.post.body.as_str().into(),
        DomainEvent::CommentAdded(e) => e.comment.body.as_str().into(),
        DomainEvent::CommentEdited(e) => e.comment.body.as_str().into(),
        DomainEvent::RelationBegun(e) => e.relation.to.as_str().into(),
        DomainEvent::RelationEnded(e) => e.relation.to.as_str().into(),
        DomainEvent::UserDeleted(_)
        | DomainEvent::PostDeleted(_)
        | DomainEvent::CommentDeleted(_)
        | DomainEvent::UserSuspended(_)
        | DomainEvent::Reacted(_)
        | DomainEvent::ReactionTakenBack(_)
        | DomainEvent::Hidden(_)
        | DomainEvent::Unhidden(_)
        | DomainEvent::UserUnsuspended(_) => Value::Null,
        DomainEvent::SecondFactorChanged(e) => e.change.as_str().into(),
    }
}
