//! What goes over the wire.

use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use thoughts_domain::ids::IdError;
use thoughts_domain::notifications::NotificationKind;
use thoughts_use_cases::idempotency;
use thoughts_use_cases::notifications::NotificationView;

use crate::accounts::SummaryJson;
use crate::body::Optional;
use crate::examples as sample;
use crate::schema::{Id, Moment, Schema, inline, object};

/// A kind by its name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct KindJson(NotificationKind);

impl Serialize for KindJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

impl Schema for KindJson {
    fn schema() -> MetaSchemaRef {
        let names = NotificationKind::ALL
            .iter()
            .map(|kind| kind.as_str().into());
        inline(MetaSchema {
            enum_items: names.collect(),
            ..MetaSchema::new("string")
        })
    }
}

object! {
    answer
    /// What others did that concerns you: everything of one type about one thing, until you have read it.
    NotificationJson<'a> = "Notification" {
        /// Names the notification.
        id: Id<'a> = "id",
        /// `comment`, `repost`, `quote`: of your post; `reply`: to your comment; `like`: of your post or comment; `mention`: of you; `follow`: somebody follows you.
        kind: KindJson = "type",
        /// Up to three of those who did it, who did so last first.
        actors: Vec<SummaryJson<'a>> = "actors",
        /// How many did it.
        actor_count: u64 = "actorCount",
        /// The post that it happened on, which for `quote` is the one that was quoted; `null` for `follow`.
        post_id: Option<Id<'a>> = "postId",
        /// The last comment that did it, or the one that is liked; `null` when there is none.
        comment_id: Option<Id<'a>> = "commentId",
        /// When the last of them did it.
        created_at: Moment = "createdAt",
        /// Whether you have read it.
        read: bool = "read",
    }
}

object! {
    answer
    /// How many notifications you have not read.
    UnreadJson = "UnreadCount" {
        /// How many.
        count: u64 = "count",
    }
}

object! {
    request
    /// Which notifications you have read.
    ReadRequest = "ReadNotificationsRequest" {
        /// Their ids; leave it out to mark all.
        ids: Optional<Vec<String>> = "ids",
    }
}

impl<'a> From<&'a NotificationView> for NotificationJson<'a> {
    fn from(view: &'a NotificationView) -> Self {
        Self {
            id: Id(view.id.as_str()),
            kind: KindJson(view.kind),
            actors: view.actors.iter().map(SummaryJson::from).collect(),
            actor_count: view.actor_count,
            post_id: view.post_id.as_ref().map(|id| Id(id.as_str())),
            comment_id: view.comment_id.as_ref().map(|id| Id(id.as_str())),
            created_at: Moment(view.created_at),
            read: view.read,
        }
    }
}

/// The answer to who has marked something as read.
pub(crate) fn answer() -> idempotency::Answer {
    idempotency::Answer {
        status: 204,
        headers: Vec::new(),
        body: Vec::new(),
    }
}

/// Examples of this room, by schema.
pub(crate) fn examples() -> Result<Vec<(&'static str, Value)>, IdError> {
    let notification = sample::notification()?;
    Ok(vec![
        ("Notification", json!(NotificationJson::from(&notification))),
        ("UnreadCount", json!(UnreadJson { count: 2 })),
        (
            "ReadNotificationsRequest",
            json!({"ids": [sample::NOTIFICATION_ID]}),
        ),
    ])
}
