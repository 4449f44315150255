//! The rows of what the user was told, and of what is kept for him for a while.

use thoughts_domain::accounts::TokenPurpose;
use thoughts_domain::ids::{
    CommentId, Cuid, ModerationEntryId, NotificationId, PostId, ReportId, UserId,
};
use thoughts_domain::moderation::{Action, ReportReason, Subject};
use thoughts_domain::notifications::NotificationKind;
use thoughts_domain::time::Timestamp;

use super::ExportRow;
use crate::mail::MailKind;
use crate::paging::TimeKey;

/// Something that somebody did and the user was told of; by notification. What it says is its
/// author's.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedNotification {
    /// The notification, which many may share.
    pub id: NotificationId,
    /// Of what.
    pub kind: NotificationKind,
    /// Who did it.
    pub actor_id: UserId,
    /// What did it.
    pub source_id: Cuid,
    /// The post that it happened on.
    pub post_id: Option<PostId>,
    /// The comment that did it; none when something else did.
    pub comment_id: Option<CommentId>,
    /// When it was done.
    pub happened_at: Timestamp,
    /// When the user marked the notification as read.
    pub read_at: Option<Timestamp>,
}

/// A mail that waits to be sent; by kind. Its id, from which its token follows, is not given.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedMail {
    /// What it tells.
    pub kind: MailKind,
    /// When it was asked for.
    pub created_at: Timestamp,
}

/// A mailed token that was not used yet; by purpose. Its hash is not given.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedMailedToken {
    /// What it is for.
    pub purpose: TokenPurpose,
    /// Until when it is good.
    pub expires_at: Timestamp,
}

/// A handle that the user gave up and that is kept for him; by handle.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedHandle {
    /// What he was called.
    pub handle: String,
    /// Until when it is kept.
    pub reserved_until: Timestamp,
}

/// What a moderator did to the user, or to what he wrote; the newest first. Who it was, and what he
/// noted for other moderators, is not given, nor what only tells of reports.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedModeration {
    /// Names the line of the log.
    pub id: ModerationEntryId,
    /// What was done.
    pub action: Action,
    /// To what.
    pub subject: Subject,
    /// When.
    pub at: Timestamp,
}

/// A report that the user filed; the newest first. Who resolved it is not given.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedReport {
    /// Names it.
    pub id: ReportId,
    /// What it is about.
    pub subject: Subject,
    /// What is wrong with that.
    pub reason: ReportReason,
    /// What the user added.
    pub note: Option<String>,
    /// When it was filed.
    pub created_at: Timestamp,
    /// When it was resolved; none while it is open.
    pub resolved_at: Option<Timestamp>,
}

impl ExportRow for ExportedNotification {
    type Key = (NotificationId, Cuid, UserId);

    fn key(&self) -> Self::Key {
        (self.id, self.source_id, self.actor_id)
    }
}

impl ExportRow for ExportedMail {
    type Key = &'static str;

    fn key(&self) -> &'static str {
        self.kind.as_str()
    }
}

impl ExportRow for ExportedMailedToken {
    type Key = &'static str;

    fn key(&self) -> &'static str {
        self.purpose.as_str()
    }
}

impl ExportRow for ExportedHandle {
    type Key = String;

    fn key(&self) -> String {
        self.handle.clone()
    }
}

impl ExportRow for ExportedModeration {
    type Key = TimeKey;

    fn key(&self) -> TimeKey {
        TimeKey {
            at: self.at,
            id: self.id.raw(),
        }
    }
}

impl ExportRow for ExportedReport {
    type Key = TimeKey;

    fn key(&self) -> TimeKey {
        TimeKey {
            at: self.created_at,
            id: self.id.raw(),
        }
    }
}
