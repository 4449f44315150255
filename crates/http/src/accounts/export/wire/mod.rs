//! The document's objects.

mod account;
mod content;
mod engagement;
mod graph;
mod told;

use poem_openapi::registry::{MetaSchema, MetaSchemaRef};
use serde::Serialize;
use serde_json::{Value, json};
use thoughts_domain::ids::IdError;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::OwnAccountView;
use thoughts_use_cases::export::ExportedEvent;

pub(super) use account::{
    ExportedIdentityJson, ExportedSecondFactorJson, ExportedSessionJson, KeptAnswerJson,
};
pub(super) use content::{
    ExportedCommentJson, ExportedEditJson, ExportedMentionJson, ExportedPostJson,
};
pub(super) use engagement::{
    ExportedBookmarkJson, ExportedCommentLikeJson, ExportedLikeJson, ExportedRepostJson,
};
pub(super) use graph::{ExportedBlockJson, ExportedFollowJson, ExportedMuteJson};
pub(super) use told::{
    ExportedHandleJson, ExportedMailJson, ExportedMailedTokenJson, ExportedModerationJson,
    ExportedNotificationJson, ExportedReportJson,
};

use crate::accounts::wire::AccountJson;
use crate::examples::account;
use crate::schema::{Id, Moment, Schema, object};

/// What is held and not given: who holds one of the secrets could act as the user, and what
/// moderators noted may tell of others.
const WITHHELD: &[&str] = &[
    "password hash",
    "hashes of refresh tokens",
    "hashes of mailed tokens",
    "secret of the second factor",
    "hashes of recovery codes",
    "what moderators noted for each other",
];

object! {
    answer
    /// Everything that is held about one user.
    ExportJson<'a> = "Export" {
        /// When the document was begun.
        exported_at: Moment = "exportedAt",
        /// The account, as its owner sees it.
        account: AccountJson<'a> = "account",
        /// What is held and not given: secrets, and what may tell of others.
        withheld: &'a [&'a str] = "withheld",
        /// Devices that are signed in, the newest first.
        sessions: Vec<ExportedSessionJson<'a>> = "sessions",
        /// The second factor, when there is one; it is on when it says since when.
        second_factors: Vec<ExportedSecondFactorJson> = "secondFactors",
        /// Outside providers that vouch for the user.
        outside_identities: Vec<ExportedIdentityJson<'a>> = "outsideIdentities",
        /// Handles that the user gave up within the last 30 days.
        former_handles: Vec<ExportedHandleJson<'a>> = "formerHandles",
        /// Mails that wait to be sent.
        mails: Vec<ExportedMailJson<'a>> = "mails",
        /// Mailed tokens that were not used yet.
        mailed_tokens: Vec<ExportedMailedTokenJson<'a>> = "mailedTokens",
        /// Answers that are kept for retries, for a day.
        kept_answers: Vec<KeptAnswerJson<'a>> = "keptAnswers",
        /// Posts, the newest first.
        posts: Vec<ExportedPostJson<'a>> = "posts",
        /// What posts said before they were edited.
        post_edits: Vec<ExportedEditJson<'a>> = "postEdits",
        /// Comments that stand, the newest first.
        comments: Vec<ExportedCommentJson<'a>> = "comments",
        /// Posts of others that mention the user.
        mentioned_in: Vec<ExportedMentionJson<'a>> = "mentionedIn",
        /// Whom the user follows, the newest first.
        following: Vec<ExportedFollowJson<'a>> = "following",
        /// Whom the user blocks, the newest first.
        blocks: Vec<ExportedBlockJson<'a>> = "blocks",
        /// Whom the user mutes, the newest first.
        mutes: Vec<ExportedMuteJson<'a>> = "mutes",
        /// Posts that the user likes.
        likes: Vec<ExportedLikeJson<'a>> = "likes",
        /// Comments that the user likes.
        comment_likes: Vec<ExportedCommentLikeJson<'a>> = "commentLikes",
        /// Posts that the user reposted, the newest repost first.
        reposts: Vec<ExportedRepostJson<'a>> = "reposts",
        /// Posts that the user keeps, the newest bookmark first.
        bookmarks: Vec<ExportedBookmarkJson<'a>> = "bookmarks",
        /// What others did and the user was told of.
        notifications: Vec<ExportedNotificationJson<'a>> = "notifications",
        /// What the user reported to moderators, the newest first.
        reports: Vec<ExportedReportJson<'a>> = "reports",
        /// What moderators did to the user and to what he wrote, the newest first.
        moderation: Vec<ExportedModerationJson<'a>> = "moderation",
        /// Events of the log that the user made, for as long as the log is kept.
        events: Vec<ExportedEventJson<'a>> = "events",
    }
}

object! {
    answer
    /// An event of the log.
    ExportedEventJson<'a> = "ExportedEvent" {
        /// Names the event.
        id: Id<'a> = "id",
        /// Such as `thoughts.post.published`.
        event_type: &'a str = "type",
        /// The kind of thing that it happened to.
        aggregate_type: &'a str = "aggregateType",
        /// Which thing.
        aggregate_id: Id<'a> = "aggregateId",
        /// What it says.
        payload: Payload = "payload",
        /// When it happened.
        occurred_at: Moment = "occurredAt",
        /// The trace that the client gave it.
        trace_parent: Option<&'a str> = "traceParent",
    }
}

/// An object whose fields depend on the type of the event.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Payload(Value);

impl Schema for Payload {
    fn schema() -> MetaSchemaRef {
        MetaSchemaRef::Inline(Box::new(MetaSchema::new("object")))
    }
}

impl<'a> From<&'a ExportedEvent> for ExportedEventJson<'a> {
    fn from(row: &'a ExportedEvent) -> Self {
        Self {
            id: Id(row.id.as_str()),
            event_type: &row.event_type,
            aggregate_type: &row.aggregate_type,
            aggregate_id: Id(&row.aggregate_id),
            // What was stored was written as JSON.
            payload: Payload(serde_json::from_str(&row.payload).unwrap_or_default()),
            occurred_at: Moment(row.occurred_at),
            trace_parent: row.trace_parent.as_deref(),
        }
    }
}

fn empty(account: &OwnAccountView, now: Timestamp) -> ExportJson<'_> {
    ExportJson {
        exported_at: Moment(now),
        account: AccountJson::from(account),
        withheld: WITHHELD,
        sessions: Vec::new(),
        second_factors: Vec::new(),
        outside_identities: Vec::new(),
        former_handles: Vec::new(),
        mails: Vec::new(),
        mailed_tokens: Vec::new(),
        kept_answers: Vec::new(),
        posts: Vec::new(),
        post_edits: Vec::new(),
        comments: Vec::new(),
        mentioned_in: Vec::new(),
        following: Vec::new(),
        blocks: Vec::new(),
        mutes: Vec::new(),
        likes: Vec::new(),
        comment_likes: Vec::new(),
        reposts: Vec::new(),
        bookmarks: Vec::new(),
        notifications: Vec::new(),
        reports: Vec::new(),
        moderation: Vec::new(),
        events: Vec::new(),
    }
}

/// The beginning of the document, up to the sections: not yet closed.
pub(super) fn head(account: &OwnAccountView, now: Timestamp) -> Vec<u8> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Head<'a> {
        exported_at: Moment,
        account: AccountJson<'a>,
        withheld: &'a [&'a str],
    }
    let ExportJson {
        exported_at,
        account,
        withheld,
        ..
    } = empty(account, now);
    let mut text = crate::answer::json(&Head {
        exported_at,
        account,
        withheld,
    });
    // The brace that closes it stands at the end of the document.
    text.pop();
    text
}

/// An example of the document.
pub(crate) fn export_example() -> Result<Value, IdError> {
    let account = account()?;
    Ok(json!(empty(&account, account.profile.created_at)))
}
