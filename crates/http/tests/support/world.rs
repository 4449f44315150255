//! The service with its ports filled.

use std::sync::Arc;

use poem::endpoint::BoxEndpoint;
use thoughts_http::{JsonAnswers, Ports, app};
use thoughts_testing::identity::{
    PlainAccessTokens, PlainAuthenticator, PlainOneTimeTokens, PlainOutsideTokens,
    PlainRefreshTokens, PlainSecondFactors, QuickHasher,
};
use thoughts_testing::limits::MemoryLimiter;
use thoughts_testing::memory::MemoryStorage;
use thoughts_testing::{FixedClock, MemoryMailer, PlainEncoder, SequentialIds};
use thoughts_use_cases::accounts::{
    AuthenticateUseCase, ChangePasswordUseCase, ChangeProfileUseCase, DeleteAccountUseCase,
    EndSessionUseCase, LogInUseCase, OutsideCallers, ProvisionUserUseCase, RefreshSessionUseCase,
    RegisterUseCase, RequestPasswordResetUseCase, RequestVerificationUseCase, ResetPasswordUseCase,
    SessionWatch, VerifyEmailUseCase,
};
use thoughts_use_cases::comments::{AddCommentUseCase, DeleteCommentUseCase, EditCommentUseCase};
use thoughts_use_cases::discovery::{SearchReader, SearchUseCase, TrendingReader, TrendingUseCase};
use thoughts_use_cases::engagement::{ReactUseCase, TakeBackUseCase};
use thoughts_use_cases::erasure::{ContinueErasureUseCase, ERASURE_BATCH};
use thoughts_use_cases::events::EventLog;
use thoughts_use_cases::export::ExportSections;
use thoughts_use_cases::graph::{BeginRelationUseCase, EndRelationUseCase};
use thoughts_use_cases::mail::{DeliverMail, DeliverMailUseCase, Delivery, MailService};
use thoughts_use_cases::moderation::{
    FileReportUseCase, ResolveReportUseCase, SetHiddenUseCase, SetSuspensionUseCase,
};
use thoughts_use_cases::notifications::{MarkReadUseCase, NotificationReader};
use thoughts_use_cases::posts::{DeletePostUseCase, EditPostUseCase, PublishPostUseCase};
use thoughts_use_cases::readers::{Progress, Reader, ReaderRun, Unwatched};
use thoughts_use_cases::second_factor::{
    BeginSecondFactorUseCase, ChangeSecondFactor, ConfirmSecondFactorUseCase,
    ReplaceRecoveryCodesUseCase, TurnOffSecondFactorUseCase,
};

/// The service, and what tests turn to.
pub struct World {
    pub app: BoxEndpoint<'static>,
    pub clock: Arc<FixedClock>,
    pub hasher: Arc<QuickHasher>,
    pub limiter: Arc<MemoryLimiter>,
    pub mailer: Arc<MemoryMailer>,
    deliver_mail: DeliverMailUseCase,
    pub drain: thoughts_http::DrainState,
    pub provider: Arc<PlainOutsideTokens>,
    pub storage: Arc<MemoryStorage>,
    reader_ids: Arc<SequentialIds>,
}

/// The service over an empty storage.
pub fn world() -> World {
    world_with(|_| {})
}

/// The same with some ports changed.
pub fn world_with(change: impl FnOnce(&mut Ports)) -> World {
    let clock = Arc::new(FixedClock::default());
    let hasher = Arc::new(QuickHasher::default());
    let provider = Arc::new(PlainOutsideTokens::default());
    let storage = Arc::new(MemoryStorage::new(Arc::new(PlainEncoder)));
    let limiter = Arc::new(MemoryLimiter::new(clock.clone()));
    let mut ports = ports(&storage, &clock, &hasher, &limiter, &provider);
    change(&mut ports);
    let mailer = Arc::new(MemoryMailer::default());
    let deliver_mail = DeliverMailUseCase {
        store: storage.clone(),
        mails: storage.clone(),
        accounts: storage.clone(),
        tokens: Arc::new(PlainOneTimeTokens),
        mailer: mailer.clone(),
        clock: clock.clone(),
        ids: ports.ids.clone(),
    };
    let drain = ports.drain.clone();
    World {
        app: app(ports),
        clock,
        hasher,
        limiter,
        mailer,
        deliver_mail,
        drain,
        provider,
        storage,
        reader_ids: Arc::new(SequentialIds::starting_at(1_000_000)),
    }
}

impl World {
    /// Has the readers of the event log pass everything that happened.
    pub async fn catch_up(&self) {
        let ids = Arc::clone(&self.reader_ids);
        let notifications = NotificationReader {
            ids,
            events: Arc::new(PlainEncoder),
        };
        let readers: [Arc<dyn Reader>; 3] = [
            Arc::new(notifications),
            Arc::new(SearchReader),
            Arc::new(TrendingReader {
                events: Arc::new(PlainEncoder),
            }),
        ];
        for reader in readers {
            let mut run = ReaderRun::new(
                reader,
                self.storage.clone(),
                self.storage.clone(),
                self.clock.clone(),
                Arc::new(Unwatched),
            );
            let head = self.storage.head().await.expect("the head");
            while run.step(&head).await.expect("a step") != Progress::Idle {}
        }
    }
}

impl World {
    /// All events, as one text.
    pub async fn log(&self) -> String {
        let events = self.storage.read(0, 10_000).await.expect("the log");
        format!("{events:?}")
    }

    /// Sends all that waits, as the worker does; gives what came of it.
    pub async fn deliver(&self) -> Vec<Delivery> {
        let mut done = Vec::new();
        loop {
            match self.deliver_mail.execute().await.expect("a delivery") {
                Delivery::Idle => return done,
                delivery => done.push(delivery),
            }
        }
    }

    /// Sends all that waits, and gives the token of the last mail.
    pub async fn mailed_token(&self) -> String {
        self.deliver().await;
        self.mailer.last_token().as_str().to_owned()
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "a list: one entry for each use case, and nothing to decide"
)]
fn ports(
    storage: &Arc<MemoryStorage>,
    clock: &Arc<FixedClock>,
    hasher: &Arc<QuickHasher>,
    limiter: &Arc<MemoryLimiter>,
    provider: &Arc<PlainOutsideTokens>,
) -> Ports {
    let ids = Arc::new(SequentialIds::default());
    let access_tokens = Arc::new(PlainAccessTokens);
    let refresh_tokens = Arc::new(PlainRefreshTokens::default());
    let watch = Arc::new(SessionWatch::new(storage.clone()));
    let renderer = Arc::new(JsonAnswers);
    let secrets = Arc::new(PlainSecondFactors::default());
    let change_second_factor = || ChangeSecondFactor {
        store: storage.clone(),
        accounts: storage.clone(),
        hasher: hasher.clone(),
        secrets: secrets.clone(),
        limiter: limiter.clone(),
        mail: MailService::On,
        clock: clock.clone(),
        ids: ids.clone(),
    };
    let provision = Arc::new(ProvisionUserUseCase {
        store: storage.clone(),
        accounts: storage.clone(),
        clock: clock.clone(),
        ids: ids.clone(),
    });
    let outside = OutsideCallers::new(
        provider.clone(),
        storage.clone(),
        provision,
        watch.clone(),
        clock.clone(),
    );
    // Those that need nothing else.
    macro_rules! plain {
        ($use_case:ident) => {
            Arc::new($use_case {
                store: storage.clone(),
                clock: clock.clone(),
                ids: ids.clone(),
            })
        };
    }
    Ports {
        authenticate: Arc::new(AuthenticateUseCase {
            access_tokens: access_tokens.clone(),
            outside: Some(Arc::new(outside)),
            watch: watch.clone(),
            clock: clock.clone(),
        }),
        register: Arc::new(RegisterUseCase {
            store: storage.clone(),
            hasher: hasher.clone(),
            access_tokens: access_tokens.clone(),
            refresh_tokens: refresh_tokens.clone(),
            mail: MailService::On,
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        log_in: Arc::new(LogInUseCase {
            store: storage.clone(),
            accounts: storage.clone(),
            hasher: hasher.clone(),
            access_tokens: access_tokens.clone(),
            refresh_tokens: refresh_tokens.clone(),
            secrets: secrets.clone(),
            limiter: limiter.clone(),
            mail: MailService::On,
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        second_factors: storage.clone(),
        begin_second_factor: Arc::new(BeginSecondFactorUseCase {
            store: storage.clone(),
            accounts: storage.clone(),
            hasher: hasher.clone(),
            secrets: secrets.clone(),
            clock: clock.clone(),
        }),
        confirm_second_factor: Arc::new(ConfirmSecondFactorUseCase {
            store: storage.clone(),
            secrets: secrets.clone(),
            limiter: limiter.clone(),
            watch: watch.clone(),
            mail: MailService::On,
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        turn_off_second_factor: Arc::new(TurnOffSecondFactorUseCase(change_second_factor())),
        replace_recovery_codes: Arc::new(ReplaceRecoveryCodesUseCase(change_second_factor())),
        refresh_session: Arc::new(RefreshSessionUseCase {
            store: storage.clone(),
            access_tokens: access_tokens.clone(),
            refresh_tokens,
            watch: watch.clone(),
            clock: clock.clone(),
        }),
        end_session: Arc::new(EndSessionUseCase {
            store: storage.clone(),
            watch: watch.clone(),
            clock: clock.clone(),
        }),
        change_password: Arc::new(ChangePasswordUseCase {
            store: storage.clone(),
            accounts: storage.clone(),
            hasher: hasher.clone(),
            watch: watch.clone(),
            mail: MailService::On,
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        request_password_reset: Arc::new(RequestPasswordResetUseCase {
            store: storage.clone(),
            mail: MailService::On,
            limiter: limiter.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        reset_password: Arc::new(ResetPasswordUseCase {
            store: storage.clone(),
            one_time_tokens: Arc::new(PlainOneTimeTokens),
            hasher: hasher.clone(),
            watch: watch.clone(),
            mail: MailService::On,
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        verify_email: Arc::new(VerifyEmailUseCase {
            store: storage.clone(),
            one_time_tokens: Arc::new(PlainOneTimeTokens),
            clock: clock.clone(),
        }),
        request_verification: Arc::new(RequestVerificationUseCase {
            store: storage.clone(),
            mail: MailService::On,
            limiter: limiter.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        change_profile: Arc::new(ChangeProfileUseCase {
            store: storage.clone(),
            limiter: limiter.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        delete_account: Arc::new(DeleteAccountUseCase {
            store: storage.clone(),
            steps: Arc::new(Unwatched),
            erasing: Arc::new(ContinueErasureUseCase {
                store: storage.clone(),
                steps: Arc::new(Unwatched),
                clock: clock.clone(),
                batch: ERASURE_BATCH,
            }),
            watch: watch.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        file_report: Arc::new(FileReportUseCase {
            store: storage.clone(),
            renderer: renderer.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        resolve_report: Arc::new(ResolveReportUseCase {
            store: storage.clone(),
            renderer: renderer.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        set_suspension: Arc::new(SetSuspensionUseCase {
            store: storage.clone(),
            watch,
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        set_hidden: plain!(SetHiddenUseCase),
        publish_post: Arc::new(PublishPostUseCase {
            store: storage.clone(),
            renderer: renderer.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        edit_post: plain!(EditPostUseCase),
        delete_post: plain!(DeletePostUseCase),
        add_comment: Arc::new(AddCommentUseCase {
            store: storage.clone(),
            renderer,
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        edit_comment: plain!(EditCommentUseCase),
        delete_comment: plain!(DeleteCommentUseCase),
        begin_relation: plain!(BeginRelationUseCase),
        end_relation: plain!(EndRelationUseCase),
        react: plain!(ReactUseCase),
        take_back: plain!(TakeBackUseCase),
        mark_read: Arc::new(MarkReadUseCase {
            store: storage.clone(),
            renderer: Arc::new(JsonAnswers),
            clock: clock.clone(),
        }),
        notifications: storage.clone(),
        accounts: storage.clone(),
        moderation: storage.clone(),
        reports: storage.clone(),
        posts: storage.clone(),
        feed: storage.clone(),
        comments: storage.clone(),
        graph: storage.clone(),
        trending: Arc::new(TrendingUseCase {
            hot: storage.clone(),
            queries: storage.clone(),
            rankings: storage.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        search: Arc::new(SearchUseCase {
            queries: storage.clone(),
            rankings: storage.clone(),
            clock: clock.clone(),
            ids: ids.clone(),
        }),
        engagement: storage.clone(),
        export: ExportSections::of(storage),
        access_tokens,
        cursors: Arc::new(PlainAuthenticator),
        limiter: limiter.clone(),
        clock: clock.clone(),
        ids,
        probe: storage.clone(),
        metrics: None,
        drain: thoughts_http::DrainState::default(),
        settings: thoughts_http::HttpSettings::default(),
    }
}
