//! The rows of all sections.

use thoughts_domain::ids::{CommentId, EventId, PostId, SessionId, UserId};
use thoughts_domain::second_factor::TimeStep;
use thoughts_domain::time::Timestamp;

use super::ExportRow;
use crate::paging::TimeKey;

/// A session; the newest first. Its tokens are not given.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedSession {
    /// Names it.
    pub id: SessionId,
    /// What the device called itself.
    pub user_agent: Option<String>,
    /// When it was opened.
    pub created_at: Timestamp,
    /// When it last got a token.
    pub last_used_at: Timestamp,
    /// When it ends unless it is used.
    pub expires_at: Timestamp,
}

/// The second factor, on or not yet; there is one at most. Its secret and its recovery codes are
/// not given.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedSecondFactor {
    /// When its secret was given out.
    pub begun_at: Timestamp,
    /// Since when it is on.
    pub enabled_at: Option<Timestamp>,
    /// The step of the last code that was taken.
    pub last_step: Option<TimeStep>,
    /// How many recovery codes are left.
    pub recovery_codes_left: u32,
}

/// An answer kept for retries, by key. What it answered is in the other sections.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedAnswer {
    /// What the client chose.
    pub key: String,
    /// The status of the answer.
    pub status: u16,
    /// When it was given.
    pub created_at: Timestamp,
}

/// A post; the newest first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedPost {
    /// Names it.
    pub id: PostId,
    /// What it says.
    pub body: String,
    /// Its hashtags, lower case, without `#`.
    pub hashtags: Vec<String>,
    /// Whom it mentions.
    pub mentions: Vec<UserId>,
    /// The post that it quotes, whether that is still there or not.
    pub quoted_post_id: Option<PostId>,
    /// When it was published.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// Counts its versions, from 1.
    pub version: u32,
}

/// What a post said before an edit; in the order of the posts, the latest version first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedEdit {
    /// The post.
    pub post_id: PostId,
    /// When the post was published.
    pub post_created_at: Timestamp,
    /// The version that said so.
    pub version: u32,
    /// What it said.
    pub body: String,
    /// When that was written.
    pub written_at: Timestamp,
}

/// A comment; the newest first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedComment {
    /// Names it.
    pub id: CommentId,
    /// The post that it stands on.
    pub post_id: PostId,
    /// The comment that it answers.
    pub parent_id: Option<CommentId>,
    /// What it says.
    pub body: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it was last edited.
    pub edited_at: Option<Timestamp>,
    /// Counts its versions, from 1.
    pub version: u32,
}

/// A post of somebody else that names the user; by id. What it says is its author's.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedMention {
    /// The post.
    pub post_id: PostId,
    /// When it was published.
    pub created_at: Timestamp,
}

/// At which outside provider the user is known; by issuer and subject.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedIdentity {
    /// The provider.
    pub issuer: String,
    /// Who the user is there.
    pub subject: String,
    /// When he first came by it.
    pub created_at: Timestamp,
}

/// Somebody whom the user follows; the newest first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedFollow {
    /// Whom.
    pub user_id: UserId,
    /// Since when.
    pub since: Timestamp,
}

/// Somebody whom the user blocks; the newest first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedBlock {
    /// Whom.
    pub user_id: UserId,
    /// Since when.
    pub since: Timestamp,
}

/// Somebody whom the user mutes; the newest first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedMute {
    /// Whom.
    pub user_id: UserId,
    /// Since when.
    pub since: Timestamp,
}

/// A post that the user likes; by id.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedLike {
    /// Which.
    pub post_id: PostId,
    /// Since when.
    pub since: Timestamp,
}

/// A comment that the user likes; by id.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedCommentLike {
    /// Which.
    pub comment_id: CommentId,
    /// Since when.
    pub since: Timestamp,
}

/// A post that the user reposted; the newest first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedRepost {
    /// Which.
    pub post_id: PostId,
    /// Since when.
    pub since: Timestamp,
}

/// A post that the user keeps; the newest first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedBookmark {
    /// Which.
    pub post_id: PostId,
    /// Since when.
    pub since: Timestamp,
}

/// An event of the log that the user made; the oldest first.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ExportedEvent {
    /// Its place in the log.
    pub position: u64,
    /// Names it.
    pub id: EventId,
    /// Such as `thoughts.post.published`.
    pub event_type: String,
    /// The kind of thing that it happened to.
    pub aggregate_type: String,
    /// Which thing.
    pub aggregate_id: String,
    /// What it says, a JSON object.
    pub payload: String,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// The trace that the client gave it.
    pub trace_parent: Option<String>,
}

const fn at(at: Timestamp, id: thoughts_domain::ids::Cuid) -> TimeKey {
    TimeKey { at, id }
}

impl ExportRow for ExportedSession {
    type Key = TimeKey;

    fn key(&self) -> TimeKey {
        at(self.created_at, self.id.raw())
    }
}

impl ExportRow for ExportedSecondFactor {
    type Key = ();

    fn key(&self) {}
}

impl ExportRow for ExportedAnswer {
    type Key = String;

    fn key(&self) -> String {
        self.key.clone()
    }
}

impl ExportRow for ExportedPost {
    type Key = TimeKey;

    fn key(&self) -> TimeKey {
        at(self.created_at, self.id.raw())
    }
}

impl ExportRow for ExportedEdit {
    type Key = (TimeKey, u32);

    fn key(&self) -> (TimeKey, u32) {
        (at(self.post_created_at, self.post_id.raw()), self.version)
    }
}

impl ExportRow for ExportedComment {
    type Key = TimeKey;

    fn key(&self) -> TimeKey {
        at(self.created_at, self.id.raw())
    }
}

impl ExportRow for ExportedMention {
    type Key = PostId;

    fn key(&self) -> PostId {
        self.post_id
    }
}

impl ExportRow for ExportedEvent {
    type Key = u64;

    fn key(&self) -> u64 {
        self.position
    }
}

impl ExportRow for ExportedIdentity {
    type Key = (String, String);

    fn key(&self) -> (String, String) {
        (self.issuer.clone(), self.subject.clone())
    }
}

impl ExportRow for ExportedFollow {
    type Key = TimeKey;

    fn key(&self) -> TimeKey {
        at(self.since, self.user_id.raw())
    }
}

impl ExportRow for ExportedBlock {
    type Key = TimeKey;

    fn key(&self) -> TimeKey {
        at(self.since, self.user_id.raw())
    }
}

impl ExportRow for ExportedMute {
    type Key = TimeKey;

    fn key(&self) -> TimeKey {
        at(self.since, self.user_id.raw())
    }
}

impl ExportRow for ExportedLike {
    type Key = PostId;

    fn key(&self) -> PostId {
        self.post_id
    }
}

impl ExportRow for ExportedCommentLike {
    type Key = CommentId;

    fn key(&self) -> CommentId {
        self.comment_id
    }
}

impl ExportRow for ExportedRepost {
    type Key = TimeKey;

    fn key(&self) -> TimeKey {
        at(self.since, self.post_id.raw())
    }
}

impl ExportRow for ExportedBookmark {
    type Key = TimeKey;

    fn key(&self) -> TimeKey {
        at(self.since, self.post_id.raw())
    }
}
