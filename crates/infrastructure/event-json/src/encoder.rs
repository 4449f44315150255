//! The ports, filled.

use serde::Serialize;
use thoughts_domain::events::DomainEvent;
use thoughts_domain::ids::{Cuid, PostId, UserId};
use thoughts_use_cases::events::{EncodedEvent, EventDecoder, EventEncoder};

use crate::comments::{CommentDeletedV1, CommentV1};
use crate::engagement::ReactionV1;
use crate::graph::RelationV1;
use crate::moderation::HidingV1;
use crate::posts::{PostDeletedV1, PostV1};
use crate::users::{SecondFactorChangedV1, UserDeletedV1, UserModeratedV1, UserV1};

/// The version of every payload's schema so far.
pub const SCHEMA_VERSION: u16 = 1;

/// Encodes events as documented JSON; see [`crate::schemas`].
#[derive(Clone, Copy, Debug, Default)]
pub struct JsonEventEncoder;

impl EventEncoder for JsonEventEncoder {
    fn encode(&self, event: &DomainEvent) -> EncodedEvent {
        let written = match event {
            DomainEvent::UserRegistered(e) => json(&UserV1::from(&e.user)),
            DomainEvent::UserProfileChanged(e) => json(&UserV1::from(&e.user)),
            DomainEvent::UserDeleted(e) => json(&UserDeletedV1::from(e)),
            DomainEvent::PostPublished(e) => json(&PostV1::from(&e.post)),
            DomainEvent::PostEdited(e) => json(&PostV1::from(&e.post)),
            DomainEvent::PostDeleted(e) => json(&PostDeletedV1::from(e)),
            DomainEvent::CommentAdded(e) => json(&CommentV1::from(&e.comment)),
            DomainEvent::CommentEdited(e) => json(&CommentV1::from(&e.comment)),
            DomainEvent::CommentDeleted(e) => json(&CommentDeletedV1::from(e)),
            DomainEvent::RelationBegun(e) => json(&RelationV1::new(&e.relation, e.version)),
            DomainEvent::RelationEnded(e) => json(&RelationV1::new(&e.relation, e.version)),
            DomainEvent::Reacted(e) => json(&ReactionV1::from(e)),
            DomainEvent::ReactionTakenBack(e) => json(&ReactionV1::from(&e.reacted)),
            DomainEvent::UserSuspended(e) => {
                json(&UserModeratedV1::new(&e.user_id, e.by.as_ref(), e.version))
            }
            DomainEvent::UserUnsuspended(e) => {
                json(&UserModeratedV1::new(&e.user_id, e.by.as_ref(), e.version))
            }
            DomainEvent::Hidden(e) | DomainEvent::Unhidden(e) => json(&HidingV1::from(e)),
            DomainEvent::SecondFactorChanged(e) => json(&SecondFactorChangedV1::from(e)),
        };
        EncodedEvent {
            schema_version: SCHEMA_VERSION,
            // Structs of texts and numbers can always be written. Were one not, the id alone is
            // a valid payload that tells nothing wrong.
            payload: written.unwrap_or_else(|| self.encode_erased(event.facts().aggregate_id)),
        }
    }

    fn encode_erased(&self, aggregate_id: Cuid) -> String {
        // An id is of letters and digits: there is nothing to escape.
        format!(r#"{{"id":"{aggregate_id}"}}"#)
    }
}

impl EventDecoder for JsonEventEncoder {
    fn other_user(&self, payload: &str) -> Option<UserId> {
        UserId::parse(&field(payload, "otherId")?).ok()
    }

    fn commented_post(&self, payload: &str) -> Option<PostId> {
        PostId::parse(&field(payload, "postId")?).ok()
    }
}

/// A text in a payload.
fn field(payload: &str, name: &str) -> Option<String> {
    let payload: serde_json::Value = serde_json::from_str(payload).ok()?;
    Some(payload.get(name)?.as_str()?.to_owned())
}

fn json(payload: &impl Serialize) -> Option<String> {
    serde_json::to_string(payload).ok()
}

#[cfg(test)]
mod tests;
