//! What a suite is run against.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use thoughts_use_cases::accounts::{AccountQueries, SessionLedger};
use thoughts_use_cases::comments::CommentQueries;
use thoughts_use_cases::discovery::{SearchQueries, TrendingQueries};
use thoughts_use_cases::engagement::{CounterFolding, EngagementQueries};
use thoughts_use_cases::erasure::ErasureQueries;
use thoughts_use_cases::events::EventLog;
use thoughts_use_cases::export::{ExportSections, Exports};
use thoughts_use_cases::feed::FeedQueries;
use thoughts_use_cases::graph::GraphQueries;
use thoughts_use_cases::integrity::IntegrityCheck;
use thoughts_use_cases::mail::MailQueries;
use thoughts_use_cases::moderation::{ModerationQueries, ReportQueries};
use thoughts_use_cases::notifications::NotificationQueries;
use thoughts_use_cases::posts::PostQueries;
use thoughts_use_cases::ranked::RankedLists;
use thoughts_use_cases::readers::{Leadership, LogHints, SubscriptionQueries};
use thoughts_use_cases::second_factor::SecondFactorQueries;
use thoughts_use_cases::seed::BulkLoader;
use thoughts_use_cases::storage::{Housekeeping, StorageProbe, Store};

/// A storage behind all its ports: empty, its schema current, its events encoded by
/// [`crate::PlainEncoder`].
pub struct Adapter {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Reads of accounts.
    pub accounts: Arc<dyn AccountQueries>,
    /// Ended sessions.
    pub ledger: Arc<dyn SessionLedger>,
    /// Reads of the moderation log.
    pub moderation: Arc<dyn ModerationQueries>,
    /// Reads of reports.
    pub reports: Arc<dyn ReportQueries>,
    /// Reads of posts.
    pub posts: Arc<dyn PostQueries>,
    /// Reads of home feeds.
    pub feed: Arc<dyn FeedQueries>,
    /// Reads of comments.
    pub comments: Arc<dyn CommentQueries>,
    /// Reads of the graph.
    pub graph: Arc<dyn GraphQueries>,
    /// Finds things.
    pub search: Arc<dyn SearchQueries>,
    /// Knows what moves.
    pub trending: Arc<dyn TrendingQueries>,
    /// Keeps the order of ranked lists.
    pub rankings: Arc<dyn RankedLists>,
    /// Reads of who reacted.
    pub engagement: Arc<dyn EngagementQueries>,
    /// Brings counters together.
    pub counters: Arc<dyn CounterFolding>,
    /// What is left to erase.
    pub erasures: Arc<dyn ErasureQueries>,
    /// What is held about one user.
    pub export: ExportSections,
    /// How the queue of mails is.
    pub mails: Arc<dyn MailQueries>,
    /// The log of events.
    pub log: Arc<dyn EventLog>,
    /// Reads of notifications.
    pub notifications: Arc<dyn NotificationQueries>,
    /// Reads second factors.
    pub second_factors: Arc<dyn SecondFactorQueries>,
    /// Where readers of the log stand.
    pub subscriptions: Arc<dyn SubscriptionQueries>,
    /// Who leads them.
    pub leadership: Arc<dyn Leadership>,
    /// What wakes them.
    pub hints: Arc<dyn LogHints>,
    /// How the storage is.
    pub probe: Arc<dyn StorageProbe>,
    /// Throws away what is over.
    pub housekeeping: Arc<dyn Housekeeping>,
    /// Recounts.
    pub integrity: Arc<dyn IntegrityCheck>,
    /// Takes made-up worlds.
    pub bulk: Arc<dyn BulkLoader>,
    /// What must live as long as the test: a folder, a database. Dropped last.
    pub keep: Box<dyn Any + Send + Sync>,
}

impl Adapter {
    /// An adapter that is one value behind every port.
    pub fn of<S>(storage: &Arc<S>, keep: Box<dyn Any + Send + Sync>) -> Self
    where
        S: Store
            + AccountQueries
            + SessionLedger
            + ModerationQueries
            + ReportQueries
            + PostQueries
            + FeedQueries
            + CommentQueries
            + GraphQueries
            + SearchQueries
            + TrendingQueries
            + RankedLists
            + EngagementQueries
            + CounterFolding
            + ErasureQueries
            + Exports
            + MailQueries
            + EventLog
            + NotificationQueries
            + SecondFactorQueries
            + SubscriptionQueries
            + Leadership
            + LogHints
            + StorageProbe
            + Housekeeping
            + IntegrityCheck
            + BulkLoader
            + 'static,
    {
        Self {
            store: Arc::clone(storage) as _,
            accounts: Arc::clone(storage) as _,
            ledger: Arc::clone(storage) as _,
            moderation: Arc::clone(storage) as _,
            reports: Arc::clone(storage) as _,
            posts: Arc::clone(storage) as _,
            feed: Arc::clone(storage) as _,
            comments: Arc::clone(storage) as _,
            graph: Arc::clone(storage) as _,
            search: Arc::clone(storage) as _,
            trending: Arc::clone(storage) as _,
            rankings: Arc::clone(storage) as _,
            engagement: Arc::clone(storage) as _,
            counters: Arc::clone(storage) as _,
            erasures: Arc::clone(storage) as _,
            export: ExportSections::of(storage),
            mails: Arc::clone(storage) as _,
            log: Arc::clone(storage) as _,
            notifications: Arc::clone(storage) as _,
            second_factors: Arc::clone(storage) as _,
            subscriptions: Arc::clone(storage) as _,
            leadership: Arc::clone(storage) as _,
            hints: Arc::clone(storage) as _,
            probe: Arc::clone(storage) as _,
            housekeeping: Arc::clone(storage) as _,
            integrity: Arc::clone(storage) as _,
            bulk: Arc::clone(storage) as _,
            keep,
        }
    }
}

impl fmt::Debug for Adapter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Adapter").finish_non_exhaustive()
    }
}
