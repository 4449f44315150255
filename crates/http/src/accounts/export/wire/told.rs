//! What the user was told, and what is kept for him for a while.

use thoughts_use_cases::export::{
    ExportedHandle, ExportedMail, ExportedMailedToken, ExportedModeration, ExportedNotification,
    ExportedReport,
};

use crate::schema::{Id, Moment, object};

object! {
    answer
    /// Something that somebody did and the user was told of.
    ExportedNotificationJson<'a> = "ExportedNotification" {
        /// Names the notification, which many may share.
        id: Id<'a> = "id",
        /// Such as `comment` or `mention`.
        kind: &'a str = "type",
        /// Who did it.
        actor_id: Id<'a> = "actorId",
        /// The post that it happened on.
        post_id: Option<Id<'a>> = "postId",
        /// The comment that did it; `null` when something else did.
        comment_id: Option<Id<'a>> = "commentId",
        /// When it was done.
        happened_at: Moment = "happenedAt",
        /// When the user marked the notification as read.
        read_at: Option<Moment> = "readAt",
    }
}

object! {
    answer
    /// A mail that waits to be sent.
    ExportedMailJson<'a> = "ExportedMail" {
        /// `verify_email`, `reset_password` or `password_changed`.
        kind: &'a str = "type",
        /// When it was asked for.
        created_at: Moment = "createdAt",
    }
}

object! {
    answer
    /// A mailed token that was not used yet; the token itself is known to the mail alone.
    ExportedMailedTokenJson<'a> = "ExportedMailedToken" {
        /// `verify_email` or `reset_password`.
        purpose: &'a str = "purpose",
        /// Until when it is good.
        expires_at: Moment = "expiresAt",
    }
}

object! {
    answer
    /// A handle that the user gave up, and that is kept for him.
    ExportedHandleJson<'a> = "ExportedHandle" {
        /// The handle.
        handle: &'a str = "handle",
        /// Until when it is kept.
        reserved_until: Moment = "reservedUntil",
    }
}

object! {
    answer
    /// What a moderator did to the user, or to what he wrote.
    ExportedModerationJson<'a> = "ExportedModeration" {
        /// Such as `suspend_user`.
        action: &'a str = "action",
        /// To what kind of thing: `user`, `post` or `comment`.
        subject_type: &'a str = "subjectType",
        /// To which.
        subject_id: String = "subjectId",
        /// When.
        at: Moment = "at",
    }
}

object! {
    answer
    /// A report that the user filed.
    ExportedReportJson<'a> = "ExportedReport" {
        /// Names the report.
        id: Id<'a> = "id",
        /// What kind of thing it is about: `user`, `post` or `comment`.
        subject_type: &'a str = "subjectType",
        /// Which.
        subject_id: String = "subjectId",
        /// `spam`, `abuse`, `illegal` or `other`.
        reason: &'a str = "reason",
        /// What the user added.
        note: Option<&'a str> = "note",
        /// When it was filed.
        created_at: Moment = "createdAt",
        /// When it was resolved; `null` while it is open.
        resolved_at: Option<Moment> = "resolvedAt",
    }
}

impl<'a> From<&'a ExportedReport> for ExportedReportJson<'a> {
    fn from(row: &'a ExportedReport) -> Self {
        Self {
            id: Id(row.id.as_str()),
            subject_type: row.subject.kind(),
            subject_id: row.subject.id().to_string(),
            reason: row.reason.as_str(),
            note: row.note.as_deref(),
            created_at: Moment(row.created_at),
            resolved_at: row.resolved_at.map(Moment),
        }
    }
}

impl<'a> From<&'a ExportedNotification> for ExportedNotificationJson<'a> {
    fn from(row: &'a ExportedNotification) -> Self {
        Self {
            id: Id(row.id.as_str()),
            kind: row.kind.as_str(),
            actor_id: Id(row.actor_id.as_str()),
            post_id: row.post_id.as_ref().map(|id| Id(id.as_str())),
            comment_id: row.comment_id.as_ref().map(|id| Id(id.as_str())),
            happened_at: Moment(row.happened_at),
            read_at: row.read_at.map(Moment),
        }
    }
}

impl From<&ExportedMail> for ExportedMailJson<'_> {
    fn from(row: &ExportedMail) -> Self {
        Self {
            kind: row.kind.as_str(),
            created_at: Moment(row.created_at),
        }
    }
}

impl From<&ExportedMailedToken> for ExportedMailedTokenJson<'_> {
    fn from(row: &ExportedMailedToken) -> Self {
        Self {
            purpose: row.purpose.as_str(),
            expires_at: Moment(row.expires_at),
        }
    }
}

impl<'a> From<&'a ExportedHandle> for ExportedHandleJson<'a> {
    fn from(row: &'a ExportedHandle) -> Self {
        Self {
            handle: &row.handle,
            reserved_until: Moment(row.reserved_until),
        }
    }
}

impl From<&ExportedModeration> for ExportedModerationJson<'_> {
    fn from(row: &ExportedModeration) -> Self {
        Self {
            action: row.action.as_str(),
            subject_type: row.subject.kind(),
            subject_id: row.subject.id().to_string(),
            at: Moment(row.at),
        }
    }
}
