//! All rows.

use std::collections::{BTreeMap, HashMap, HashSet};

use thoughts_domain::accounts::{
    Email, OneTimeToken, OutsideIdentity, Session, TokenPurpose, User,
};
use thoughts_domain::comments::CommentBody;
use thoughts_domain::engagement::Reaction;
use thoughts_domain::graph::RelationKind;
use thoughts_domain::ids::{
    CommentId, Cuid, MailId, NotificationId, PostId, RankingId, ReportId, SessionId, UserId,
};
use thoughts_domain::moderation::{Entry, Report};
use thoughts_domain::notifications::{Due, NotificationKind};
use thoughts_domain::posts::{Post, SupersededBody};
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::accounts::{PasswordHash, TokenHash, UserSummary};
use thoughts_use_cases::erasure::ErasureJob;
use thoughts_use_cases::events::LoggedEvent;
use thoughts_use_cases::idempotency::Answer;
use thoughts_use_cases::mail::NewMail;
use thoughts_use_cases::notifications::Filed;
use thoughts_use_cases::readers::{ParkedEvent, Subscription};
use thoughts_use_cases::second_factor::StoredSecondFactor;
use thoughts_use_cases::seed::WorldPlan;

/// All rows.
#[derive(Clone)]
pub struct State {
    pub users: BTreeMap<UserId, UserRow>,
    pub identities: BTreeMap<OutsideIdentity, IdentityRow>,
    pub sessions: BTreeMap<SessionId, Session>,
    pub tokens: HashMap<TokenHash, TokenRow>,
    pub ended_sessions: BTreeMap<SessionId, Timestamp>,
    pub standing_notes: BTreeMap<UserId, Timestamp>,
    /// Each line with whom it is about.
    pub moderation_log: Vec<(Entry, UserId)>,
    pub reports: BTreeMap<ReportId, ReportRow>,
    pub posts: BTreeMap<PostId, PostRow>,
    pub comments: BTreeMap<CommentId, CommentRow>,
    pub rankings: BTreeMap<RankingId, Generation>,
    /// Since when who has decided what about whom.
    pub relations: BTreeMap<(UserId, RelationKind, UserId), Timestamp>,
    /// Since when who has reacted how.
    pub reactions: BTreeMap<(Reaction, UserId), Timestamp>,
    pub mails: BTreeMap<MailId, MailRow>,
    pub forgotten: BTreeMap<(Timestamp, MailId), Email>,
    pub one_time_tokens: BTreeMap<(UserId, TokenPurpose), (TokenHash, OneTimeToken)>,
    pub second_factors: BTreeMap<UserId, SecondFactorRow>,
    pub former_handles: BTreeMap<String, FormerHandle>,
    pub answers: BTreeMap<(UserId, String), KeptAnswer>,
    pub notifications: BTreeMap<NotificationId, NotificationRow>,
    pub notification_entries: BTreeMap<Filed, (NotificationId, Due)>,
    /// What was undone after it was read.
    pub notification_withdrawals: BTreeMap<Filed, (NotificationId, Due)>,
    /// What posts and users are found by.
    pub post_words: BTreeMap<PostId, Vec<String>>,
    pub user_names: BTreeMap<UserId, String>,
    /// Each heat, and where the log was at the look.
    pub hot_posts: BTreeMap<PostId, (f64, u64)>,
    pub hot_hashtags: BTreeMap<String, (f64, u64)>,
    pub generations: BTreeMap<RankingId, KeptGeneration>,
    pub subscriptions: BTreeMap<String, Subscription>,
    pub parked: BTreeMap<(String, u64), ParkedEvent>,
    pub erasures: BTreeMap<UserId, ErasureJob>,
    pub events: Vec<LoggedEvent>,
    pub position: u64,
    pub epoch: String,
    pub world: Option<WorldPlan>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            users: BTreeMap::new(),
            identities: BTreeMap::new(),
            sessions: BTreeMap::new(),
            tokens: HashMap::new(),
            ended_sessions: BTreeMap::new(),
            standing_notes: BTreeMap::new(),
            moderation_log: Vec::new(),
            reports: BTreeMap::new(),
            posts: BTreeMap::new(),
            comments: BTreeMap::new(),
            rankings: BTreeMap::new(),
            relations: BTreeMap::new(),
            reactions: BTreeMap::new(),
            mails: BTreeMap::new(),
            forgotten: BTreeMap::new(),
            one_time_tokens: BTreeMap::new(),
            second_factors: BTreeMap::new(),
            former_handles: BTreeMap::new(),
            answers: BTreeMap::new(),
            notifications: BTreeMap::new(),
            notification_entries: BTreeMap::new(),
            notification_withdrawals: BTreeMap::new(),
            post_words: BTreeMap::new(),
            user_names: BTreeMap::new(),
            hot_posts: BTreeMap::new(),
            hot_hashtags: BTreeMap::new(),
            generations: BTreeMap::new(),
            subscriptions: BTreeMap::new(),
            parked: BTreeMap::new(),
            erasures: BTreeMap::new(),
            events: Vec::new(),
            position: 0,
            epoch: "memory".to_owned(),
            world: None,
        }
    }
}

#[derive(Clone)]
pub struct UserRow {
    pub shown: UserSummary,
    /// None once the account was erased and its content stayed.
    pub account: Option<Account>,
    pub post_count: u64,
    pub follower_count: u64,
    pub following_count: u64,
}

#[derive(Clone)]
pub struct Account {
    pub user: User,
    /// None when nobody can log in by one.
    pub password: Option<PasswordHash>,
}

/// Whose an identity at an outside provider is, and since when, or when it was erased.
#[derive(Clone)]
pub enum IdentityRow {
    Of(UserId, Timestamp),
    Erased(Timestamp),
}

#[derive(Clone)]
pub struct TokenRow {
    pub session_id: SessionId,
    pub successor: Option<TokenHash>,
    pub used_at: Option<Timestamp>,
}

#[derive(Clone)]
pub struct PostRow {
    pub post: Post,
    pub edits: Vec<SupersededBody>,
    pub comment_count: u64,
}

#[derive(Clone)]
pub struct CommentRow {
    pub id: CommentId,
    pub post_id: PostId,
    pub parent_id: Option<CommentId>,
    pub depth: u8,
    pub created_at: Timestamp,
    pub edited_at: Option<Timestamp>,
    pub version: u32,
    pub reply_count: u64,
    /// None for a tombstone.
    pub content: Option<(UserId, CommentBody)>,
    pub hidden: bool,
}

#[derive(Clone)]
pub struct Generation {
    pub post_id: PostId,
    pub created_at: Timestamp,
    pub members: Vec<CommentId>,
}

#[derive(Clone)]
pub struct KeptGeneration {
    pub scope: String,
    pub created_at: Timestamp,
    pub members: Vec<String>,
}

#[derive(Clone)]
pub struct KeptAnswer {
    pub fingerprint: [u8; 32],
    pub answer: Answer,
    pub created_at: Timestamp,
}

#[derive(Clone)]
pub struct NotificationRow {
    pub recipient: UserId,
    pub kind: NotificationKind,
    pub subject: Cuid,
    pub post: Option<PostId>,
    pub read_at: Option<Timestamp>,
    /// Where it stood and stands, in order.
    pub places: Vec<u64>,
}

#[derive(Clone)]
pub struct MailRow {
    pub mail: NewMail,
    pub due_at: Timestamp,
    pub attempts: u32,
}

#[derive(Clone)]
pub struct SecondFactorRow {
    pub stored: StoredSecondFactor,
    pub codes: HashSet<TokenHash>,
}

#[derive(Clone)]
pub struct FormerHandle {
    pub user_id: UserId,
    pub reserved_until: Timestamp,
}

#[derive(Clone)]
pub struct ReportRow {
    pub report: Report,
    /// Whose it is; none once he has left.
    pub of: Option<UserId>,
}
