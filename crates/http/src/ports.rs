//! All that this layer needs from outside, in one plain struct.

use std::sync::Arc;

use thoughts_use_cases::accounts::{
    AccessTokens, AccountQueries, Authenticate, ChangePassword, ChangeProfile, DeleteAccount,
    EndSession, LogIn, RefreshSession, Register, RequestPasswordReset, RequestVerification,
    ResetPassword, VerifyEmail,
};
use thoughts_use_cases::comments::{AddComment, CommentQueries, DeleteComment, EditComment};
use thoughts_use_cases::discovery::{Search, Trending};
use thoughts_use_cases::engagement::{EngagementQueries, React, TakeBack};
use thoughts_use_cases::export::ExportSections;
use thoughts_use_cases::feed::FeedQueries;
use thoughts_use_cases::graph::{BeginRelation, EndRelation, GraphQueries};
use thoughts_use_cases::limits::RateLimiter;
use thoughts_use_cases::moderation::{
    FileReport, ModerationQueries, ReportQueries, ResolveReport, SetHidden, SetSuspension,
};
use thoughts_use_cases::notifications::{MarkRead, NotificationQueries};
use thoughts_use_cases::posts::{DeletePost, EditPost, PostQueries, PublishPost};
use thoughts_use_cases::second_factor::{
    BeginSecondFactor, ConfirmSecondFactor, ReplaceRecoveryCodes, SecondFactorQueries,
    TurnOffSecondFactor,
};
use thoughts_use_cases::storage::StorageProbe;
use thoughts_use_cases::system::{Clock, IdGenerator, MessageAuthenticator};

use crate::admission::Admission;
use crate::health::DrainState;
use crate::network::Network;

/// Renders the metrics in Prometheus' text format.
pub type MetricsRenderer = Arc<dyn Fn() -> String + Send + Sync>;

/// What this layer calls.
#[derive(Clone)]
pub struct Ports {
    /// Tells who is calling.
    pub authenticate: Arc<dyn Authenticate>,
    /// Opens accounts.
    pub register: Arc<dyn Register>,
    /// Logs devices in.
    pub log_in: Arc<dyn LogIn>,
    /// Exchanges refresh tokens.
    pub refresh_session: Arc<dyn RefreshSession>,
    /// Ends sessions.
    pub end_session: Arc<dyn EndSession>,
    /// Changes passwords.
    pub change_password: Arc<dyn ChangePassword>,
    /// Notes forgotten passwords.
    pub request_password_reset: Arc<dyn RequestPasswordReset>,
    /// Sets passwords by mailed tokens.
    pub reset_password: Arc<dyn ResetPassword>,
    /// Verifies mail addresses.
    pub verify_email: Arc<dyn VerifyEmail>,
    /// Mails tokens that verify them.
    pub request_verification: Arc<dyn RequestVerification>,
    /// Reads second factors.
    pub second_factors: Arc<dyn SecondFactorQueries>,
    /// Begins enrolments of second factors.
    pub begin_second_factor: Arc<dyn BeginSecondFactor>,
    /// Turns second factors on.
    pub confirm_second_factor: Arc<dyn ConfirmSecondFactor>,
    /// Turns second factors off.
    pub turn_off_second_factor: Arc<dyn TurnOffSecondFactor>,
    /// Makes recovery codes anew.
    pub replace_recovery_codes: Arc<dyn ReplaceRecoveryCodes>,
    /// Changes profiles.
    pub change_profile: Arc<dyn ChangeProfile>,
    /// Deletes accounts.
    pub delete_account: Arc<dyn DeleteAccount>,
    /// Publishes posts.
    pub publish_post: Arc<dyn PublishPost>,
    /// Edits posts.
    pub edit_post: Arc<dyn EditPost>,
    /// Deletes posts.
    pub delete_post: Arc<dyn DeletePost>,
    /// Adds comments.
    pub add_comment: Arc<dyn AddComment>,
    /// Edits comments.
    pub edit_comment: Arc<dyn EditComment>,
    /// Deletes comments.
    pub delete_comment: Arc<dyn DeleteComment>,
    /// Follows, blocks and mutes.
    pub begin_relation: Arc<dyn BeginRelation>,
    /// Takes that back.
    pub end_relation: Arc<dyn EndRelation>,
    /// Likes, reposts and keeps.
    pub react: Arc<dyn React>,
    /// Takes that back.
    pub take_back: Arc<dyn TakeBack>,
    /// Takes reports.
    pub file_report: Arc<dyn FileReport>,
    /// Settles them.
    pub resolve_report: Arc<dyn ResolveReport>,
    /// Reads them.
    pub reports: Arc<dyn ReportQueries>,
    /// Suspends users.
    pub set_suspension: Arc<dyn SetSuspension>,
    /// Hides posts and comments.
    pub set_hidden: Arc<dyn SetHidden>,
    /// Reads the moderation log.
    pub moderation: Arc<dyn ModerationQueries>,
    /// Marks notifications as read.
    pub mark_read: Arc<dyn MarkRead>,
    /// Reads notifications.
    pub notifications: Arc<dyn NotificationQueries>,
    /// Reads accounts.
    pub accounts: Arc<dyn AccountQueries>,
    /// Reads posts.
    pub posts: Arc<dyn PostQueries>,
    /// Reads home feeds.
    pub feed: Arc<dyn FeedQueries>,
    /// Reads comments.
    pub comments: Arc<dyn CommentQueries>,
    /// Reads who follows, blocks and mutes whom.
    pub graph: Arc<dyn GraphQueries>,
    /// Finds things.
    pub search: Arc<dyn Search>,
    /// Lists what moves.
    pub trending: Arc<dyn Trending>,
    /// Reads who likes and reposted what.
    pub engagement: Arc<dyn EngagementQueries>,
    /// Reads everything that is held about one user.
    pub export: ExportSections,
    /// Knows the public keys.
    pub access_tokens: Arc<dyn AccessTokens>,
    /// Authenticates cursors, under a key of their own.
    pub cursors: Arc<dyn MessageAuthenticator>,
    /// Keeps account of budgets.
    pub limiter: Arc<dyn RateLimiter>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Makes ids.
    pub ids: Arc<dyn IdGenerator>,
    /// Tells how the storage is.
    pub probe: Arc<dyn StorageProbe>,
    /// Renders `/metrics`; none when they are served elsewhere or not at all.
    pub metrics: Option<MetricsRenderer>,
    /// Whether this replica is on its way out.
    pub drain: DrainState,
    /// What the operator has set.
    pub settings: HttpSettings,
}

/// What the operator has set.
#[derive(Clone, Debug, Default)]
pub struct HttpSettings {
    /// The origins whose pages may call this API, exactly as browsers send them.
    pub cors_origins: Vec<String>,
    /// The proxies whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<Network>,
    /// Where clients reach the service, without a slash at its end; goes before links in
    /// problems. Without it they are relative.
    pub public_url: Option<String>,
    /// How much is worked on at once, and for how long.
    pub admission: Admission,
}
