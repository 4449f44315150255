//! Opening the storage that the configuration names.

use std::sync::Arc;

use thoughts_event_json::JsonEventEncoder;
use thoughts_postgres::{PostgresOptions, PostgresStorage};
use thoughts_sqlite::{SqliteOptions, SqliteStorage};
use thoughts_use_cases::accounts::{AccountQueries, SessionLedger};
use thoughts_use_cases::comments::CommentQueries;
use thoughts_use_cases::discovery::{SearchQueries, TrendingQueries};
use thoughts_use_cases::engagement::{CounterFolding, EngagementQueries};
use thoughts_use_cases::erasure::ErasureQueries;
use thoughts_use_cases::events::{EventEncoder, EventLog};
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
use thoughts_use_cases::storage::{Housekeeping, SchemaState, StorageProbe, Store};

use crate::cli::StorageOptions;
use crate::config::Database;
use crate::failure::Failure;

/// One adapter behind every storage port.
#[derive(Clone)]
pub struct Storage {
    /// Where units of work begin.
    pub store: Arc<dyn Store>,
    /// Reads accounts.
    pub accounts: Arc<dyn AccountQueries>,
    /// Knows of ended sessions.
    pub ledger: Arc<dyn SessionLedger>,
    /// Reads the moderation log.
    pub moderation: Arc<dyn ModerationQueries>,
    /// Reads reports.
    pub reports: Arc<dyn ReportQueries>,
    /// Reads posts.
    pub posts: Arc<dyn PostQueries>,
    /// Reads home feeds.
    pub feed: Arc<dyn FeedQueries>,
    /// Reads comments.
    pub comments: Arc<dyn CommentQueries>,
    /// Reads who follows, blocks and mutes whom.
    pub graph: Arc<dyn GraphQueries>,
    /// Finds things.
    pub search: Arc<dyn SearchQueries>,
    /// Knows what moves.
    pub hot: Arc<dyn TrendingQueries>,
    /// Keeps the order of ranked lists.
    pub rankings: Arc<dyn RankedLists>,
    /// Reads who likes and reposted what.
    pub engagement: Arc<dyn EngagementQueries>,
    /// Brings counters together.
    pub counters: Arc<dyn CounterFolding>,
    /// What is left to erase.
    pub erasures: Arc<dyn ErasureQueries>,
    /// What is held about one user.
    pub export: ExportSections,
    /// How the queue of mails is.
    pub mails: Arc<dyn MailQueries>,
    /// The event log.
    pub log: Arc<dyn EventLog>,
    /// Reads notifications.
    pub notifications: Arc<dyn NotificationQueries>,
    /// Reads second factors.
    pub second_factors: Arc<dyn SecondFactorQueries>,
    /// Where readers of the log stand.
    pub subscriptions: Arc<dyn SubscriptionQueries>,
    /// Who leads them.
    pub leadership: Arc<dyn Leadership>,
    /// What wakes them.
    pub hints: Arc<dyn LogHints>,
    /// Tells how the storage is.
    pub probe: Arc<dyn StorageProbe>,
    /// Throws away what is over.
    pub housekeeping: Arc<dyn Housekeeping>,
    /// Verifies what is stored.
    pub integrity: Arc<dyn IntegrityCheck>,
    /// Takes made-up worlds.
    pub bulk: Arc<dyn BulkLoader>,
    engine: Engine,
}

#[derive(Clone)]
enum Engine {
    Sqlite(Arc<SqliteStorage>),
    Postgres(Arc<PostgresStorage>),
}

impl Storage {
    /// Opens the storage to serve from it. A `SQLite` file becomes this process's own and is
    /// migrated; a `PostgreSQL` schema must be current already.
    ///
    /// # Errors
    /// [`Failure::Refused`], with what to do.
    pub async fn to_serve(options: &StorageOptions) -> Result<Self, Failure> {
        let storage = Self::open(options, true).await?;
        match &storage.engine {
            Engine::Sqlite(sqlite) => sqlite.migrate().await.map_err(|e| Failure::because(&e))?,
            Engine::Postgres(_) => storage.require_schema().await?,
        }
        Ok(storage)
    }

    /// Opens the storage for a command that may run beside a server.
    ///
    /// # Errors
    /// [`Failure::Refused`], with what to do.
    pub async fn beside_a_server(options: &StorageOptions) -> Result<Self, Failure> {
        if let Database::Sqlite { path, .. } = &options.database_url
            && !path.exists()
        {
            let path = path.display();
            return Err(Failure::refused(format!(
                "there is no database {path}; `thoughts serve` makes it"
            )));
        }
        let storage = Self::open(options, false).await?;
        storage.require_schema().await?;
        Ok(storage)
    }

    /// Opens the storage to fill it: a missing `SQLite` file is made first.
    ///
    /// # Errors
    /// [`Failure::Refused`], with what to do.
    pub async fn to_seed(options: &StorageOptions) -> Result<Self, Failure> {
        match &options.database_url {
            Database::Sqlite { path, .. } if !path.exists() => Self::migrated(options).await,
            _ => Self::beside_a_server(options).await,
        }
    }

    /// Opens the storage and brings its schema up to date.
    ///
    /// # Errors
    /// [`Failure::Refused`], with what to do.
    pub async fn migrated(options: &StorageOptions) -> Result<Self, Failure> {
        let storage = Self::open(options, true).await?;
        match &storage.engine {
            Engine::Sqlite(sqlite) => sqlite.migrate().await.map_err(|e| Failure::because(&e))?,
            Engine::Postgres(postgres) => {
                postgres.migrate().await.map_err(|e| Failure::because(&e))?;
            }
        }
        Ok(storage)
    }

    /// Whether positions are given by a sequencer.
    #[must_use]
    pub fn needs_sequencer(&self) -> bool {
        matches!(self.engine, Engine::Postgres(_))
    }

    /// Whether counters are counted beside their rows, and have to be brought together.
    #[must_use]
    pub fn counts_beside(&self) -> bool {
        matches!(self.engine, Engine::Postgres(_))
    }

    /// Whether there is only one connection that writes.
    #[must_use]
    pub fn has_one_writer(&self) -> bool {
        matches!(self.engine, Engine::Sqlite(_))
    }

    /// Waits for what is under way, then closes every connection.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite(sqlite) => sqlite.close().await,
            Engine::Postgres(postgres) => postgres.close().await,
        }
    }

    async fn open(options: &StorageOptions, exclusive: bool) -> Result<Self, Failure> {
        let encoder: Arc<dyn EventEncoder> = Arc::new(JsonEventEncoder);
        match &options.database_url {
            Database::Sqlite { url, .. } => {
                let url = url.clone();
                let reach = SqliteOptions { url, exclusive };
                let opened = match options.database_max_connections {
                    Some(count) => SqliteStorage::open_with_readers(&reach, count, encoder).await,
                    None => SqliteStorage::open(&reach, encoder).await,
                };
                let sqlite = Arc::new(opened.map_err(Failure::refused)?);
                Ok(Self::of(&sqlite, Engine::Sqlite(Arc::clone(&sqlite))))
            }
            Database::Postgres { url } => {
                let mut reach = PostgresOptions::new(url.as_str());
                if let Some(count) = options.database_max_connections {
                    reach.max_connections = count;
                }
                let connected = PostgresStorage::connect(&reach, encoder).await;
                let postgres = Arc::new(connected.map_err(Failure::refused)?);
                Ok(Self::of(&postgres, Engine::Postgres(Arc::clone(&postgres))))
            }
        }
    }

    fn of<S>(storage: &Arc<S>, engine: Engine) -> Self
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
            hot: Arc::clone(storage) as _,
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
            engine,
        }
    }

    async fn require_schema(&self) -> Result<(), Failure> {
        match self
            .probe
            .schema()
            .await
            .map_err(|e| Failure::because(&e))?
        {
            SchemaState::Current => Ok(()),
            SchemaState::Behind { missing } => Err(Failure::refused(format!(
                "the schema is behind: migration {missing} is missing; run `thoughts migrate`"
            ))),
        }
    }
}
