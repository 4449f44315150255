//! What goes over the wire.

use serde_json::{Value, json};
use thoughts_domain::ids::{Cuid, IdError, ModerationEntryId, UserId};
use thoughts_domain::moderation::{Action, Entry, Reason, Subject};

use super::report_wire::report_examples;
use crate::body::Optional;
use crate::examples::{self, USER_ID};
use crate::schema::{Id, Moment, object};

object! {
    request
    /// Why something is done. It may be left out, and so may the whole body.
    ReasonRequest = "ReasonRequest" {
        /// For other moderators, 1 to 500 characters.
        reason: Optional<String> = "reason",
    }
}

object! {
    answer
    /// A line of the moderation log.
    EntryJson<'a> = "ModerationEntry" {
        /// Names the line.
        id: Id<'a> = "id",
        /// When it was done.
        created_at: Moment = "createdAt",
        /// The moderator; null for whoever runs the program.
        moderator_id: Option<Id<'a>> = "moderatorId",
        /// What was done: `suspend_user`, `unsuspend_user`, `give_role_user`, `give_role_moderator`, `give_role_operator`, `turn_off_second_factor`, `resolve_report`, `hide`, `unhide`. More may be added.
        action: &'a str = "action",
        /// To what kind of thing: `user`, `post` or `comment`.
        subject_type: &'a str = "subjectType",
        /// To which.
        subject_id: String = "subjectId",
        /// Why, when it was said.
        reason: Option<&'a str> = "reason",
    }
}

impl<'a> From<&'a Entry> for EntryJson<'a> {
    fn from(entry: &'a Entry) -> Self {
        Self {
            id: Id(entry.id.as_str()),
            created_at: Moment(entry.at),
            moderator_id: entry.moderator.as_ref().map(|id| Id(id.as_str())),
            action: entry.action.as_str(),
            subject_type: entry.subject.kind(),
            subject_id: entry.subject.id().to_string(),
            reason: entry.reason.as_ref().map(Reason::as_str),
        }
    }
}

/// Examples of this room, by schema.
pub(crate) fn examples() -> Result<Vec<(&'static str, Value)>, IdError> {
    let entry = Entry {
        id: ModerationEntryId::new(Cuid::parse(examples::SESSION_ID)?),
        at: examples::at(),
        moderator: Some(UserId::parse(USER_ID)?),
        action: Action::SuspendUser,
        subject: Subject::User(UserId::parse(examples::POST_ID)?),
        reason: Reason::parse("Posts the same link everywhere").ok(),
    };
    let mut all = report_examples()?;
    all.extend([
        ("ModerationEntry", json!(EntryJson::from(&entry))),
        (
            "ReasonRequest",
            json!({"reason": "Posts the same link everywhere"}),
        ),
    ]);
    Ok(all)
}
