//! Reports over the wire.

use serde_json::{Value, json};
use thoughts_domain::ids::{Cuid, IdError, PostId, ReportId, UserId};
use thoughts_domain::moderation::{Report, ReportNote, ReportReason, Resolution, Subject};
use thoughts_use_cases::idempotency;
use thoughts_use_cases::moderation::{ReportState, ReportView};

use crate::accounts::SummaryJson;
use crate::answer;
use crate::body::{Optional, Required};
use crate::examples::{self, POST_ID, SESSION_ID, USER_ID};
use crate::schema::{Id, Moment, object};

object! {
    request
    /// What is wrong, and with what: give one of `userId`, `postId` and `commentId`.
    ReportRequest = "ReportRequest" {
        /// A user.
        user_id: Optional<String> = "userId",
        /// A post.
        post_id: Optional<String> = "postId",
        /// A comment.
        comment_id: Optional<String> = "commentId",
        /// `spam`, `abuse`, `illegal` or `other`.
        reason: Required<String> = "reason",
        /// For moderators, 1 to 1000 characters.
        note: Optional<String> = "note",
    }
}

object! {
    answer
    /// A report, as its reporter sees it.
    ReportJson<'a> = "Report" {
        /// Names the report.
        id: Id<'a> = "id",
        /// The user that it is about, when it is about one.
        user_id: Option<String> = "userId",
        /// The post that it is about, when it is about one.
        post_id: Option<String> = "postId",
        /// The comment that it is about, when it is about one.
        comment_id: Option<String> = "commentId",
        /// `spam`, `abuse`, `illegal` or `other`.
        reason: &'a str = "reason",
        /// What the reporter added.
        note: Option<&'a str> = "note",
        /// When it was filed.
        created_at: Moment = "createdAt",
        /// `open`, or `resolved` by a moderator.
        state: &'a str = "state",
        /// Counts what becomes of it, from 1.
        version: u32 = "version",
    }
}

object! {
    answer
    /// A report, as moderators see it.
    ModerationReportJson<'a> = "ModerationReport" {
        /// Names the report.
        id: Id<'a> = "id",
        /// Who reported; `null` when he has left.
        reporter: Option<SummaryJson<'a>> = "reporter",
        /// The user that it is about, when it is about one.
        user_id: Option<String> = "userId",
        /// The post that it is about, when it is about one; it may have gone.
        post_id: Option<String> = "postId",
        /// The comment that it is about, when it is about one; it may have gone.
        comment_id: Option<String> = "commentId",
        /// Whose that is, or who that is; he may have left.
        owner_id: Id<'a> = "ownerId",
        /// `spam`, `abuse`, `illegal` or `other`.
        reason: &'a str = "reason",
        /// What the reporter added.
        note: Option<&'a str> = "note",
        /// When it was filed.
        created_at: Moment = "createdAt",
        /// When it was resolved; `null` while it is open.
        resolved_at: Option<Moment> = "resolvedAt",
        /// Who resolved it; `null` while it is open.
        resolved_by_id: Option<Id<'a>> = "resolvedById",
    }
}

/// What it is about, by the field that it stands in.
struct About {
    user: Option<String>,
    post: Option<String>,
    comment: Option<String>,
}

impl From<Subject> for About {
    fn from(subject: Subject) -> Self {
        let id = |wanted: &str| (subject.kind() == wanted).then(|| subject.id().to_string());
        Self {
            user: id("user"),
            post: id("post"),
            comment: id("comment"),
        }
    }
}

impl<'a> From<&'a Report> for ReportJson<'a> {
    fn from(report: &'a Report) -> Self {
        let about = About::from(report.subject);
        Self {
            id: Id(report.id.as_str()),
            user_id: about.user,
            post_id: about.post,
            comment_id: about.comment,
            reason: report.reason.as_str(),
            note: report.note.as_ref().map(ReportNote::as_str),
            created_at: Moment(report.created_at),
            state: ReportState::from(report.resolution).as_str(),
            version: version(report.resolution),
        }
    }
}

impl<'a> From<&'a ReportView> for ReportJson<'a> {
    fn from(view: &'a ReportView) -> Self {
        let about = About::from(view.subject);
        Self {
            id: Id(view.id.as_str()),
            user_id: about.user,
            post_id: about.post,
            comment_id: about.comment,
            reason: view.reason.as_str(),
            note: view.note.as_ref().map(ReportNote::as_str),
            created_at: Moment(view.created_at),
            state: ReportState::from(view.resolution).as_str(),
            version: version(view.resolution),
        }
    }
}

impl<'a> From<&'a ReportView> for ModerationReportJson<'a> {
    fn from(view: &'a ReportView) -> Self {
        let about = About::from(view.subject);
        let resolution = view.resolution.as_ref();
        Self {
            id: Id(view.id.as_str()),
            reporter: view.reporter.as_ref().map(SummaryJson::from),
            user_id: about.user,
            post_id: about.post,
            comment_id: about.comment,
            owner_id: Id(view.owner_id.as_str()),
            reason: view.reason.as_str(),
            note: view.note.as_ref().map(ReportNote::as_str),
            created_at: Moment(view.created_at),
            resolved_at: resolution.map(|resolution| Moment(resolution.at)),
            resolved_by_id: resolution.map(|resolution| Id(resolution.by.as_str())),
        }
    }
}

/// Counts what becomes of a report: it is filed, and resolved.
pub(super) const fn version(resolution: Option<Resolution>) -> u32 {
    match resolution {
        None => 1,
        Some(_) => 2,
    }
}

/// The answer to who has reported something.
pub(crate) fn filed(report: &Report) -> idempotency::Answer {
    let body = answer::json(&ReportJson::from(report));
    let location = format!("/v1/reports/{}", report.id);
    answer::created(location, version(report.resolution), body)
}

/// The answer to who has resolved a report.
pub(crate) fn resolved() -> idempotency::Answer {
    idempotency::Answer {
        status: 204,
        headers: Vec::new(),
        body: Vec::new(),
    }
}

/// Examples of reports, by schema.
pub(super) fn report_examples() -> Result<Vec<(&'static str, Value)>, IdError> {
    let view = ReportView {
        id: ReportId::parse(examples::NOTIFICATION_ID)?,
        reporter: Some(examples::user()?.summary),
        subject: Subject::Post(PostId::parse(POST_ID)?),
        owner_id: UserId::new(Cuid::parse(SESSION_ID)?),
        reason: ReportReason::Spam,
        note: ReportNote::parse("The same link under every post").ok(),
        created_at: examples::at(),
        resolution: Some(Resolution {
            at: examples::at(),
            by: UserId::parse(USER_ID)?,
        }),
    };
    Ok(vec![
        ("Report", json!(ReportJson::from(&view))),
        ("ModerationReport", json!(ModerationReportJson::from(&view))),
        (
            "ReportRequest",
            json!({"postId": POST_ID, "reason": "spam", "note": "The same link under every post"}),
        ),
    ])
}
