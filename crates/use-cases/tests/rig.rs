//! The ports, filled by what `thoughts-testing` has, and short words for what most tests do.

use std::sync::Arc;

use thoughts_domain::accounts::Language;
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::posts::PostBody;
use thoughts_testing::contract::Adapter;
use thoughts_testing::faults::FaultyStore;
use thoughts_testing::identity::{PlainAccessTokens, PlainRefreshTokens, QuickHasher};
use thoughts_testing::limits::MemoryLimiter;
use thoughts_testing::memory::MemoryStorage;
use thoughts_testing::{FixedClock, SequentialIds, builders};
use thoughts_use_cases::accounts::*;
use thoughts_use_cases::comments::*;
use thoughts_use_cases::erasure::ContinueErasureUseCase;
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::idempotency::{Answer, AnswerRenderer, RetryKey, Settled};
use thoughts_use_cases::mail::MailService;
use thoughts_use_cases::posts::*;
use thoughts_use_cases::readers::Unwatched;
use thoughts_use_cases::system::Clock;

pub struct Rig {
    pub adapter: Adapter,
    pub store: Arc<FaultyStore>,
    pub clock: Arc<FixedClock>,
    pub ids: Arc<SequentialIds>,
    pub hasher: Arc<QuickHasher>,
    pub refresh_tokens: Arc<PlainRefreshTokens>,
    pub watch: Arc<SessionWatch>,
    pub limiter: Arc<MemoryLimiter>,
}

pub fn rig() -> Rig {
    let clock = Arc::new(FixedClock::default());
    let adapter = MemoryStorage::default().into_adapter();
    Rig {
        store: Arc::new(FaultyStore::over(Arc::clone(&adapter.store))),
        limiter: Arc::new(MemoryLimiter::new(clock.clone())),
        clock,
        ids: Arc::default(),
        hasher: Arc::default(),
        refresh_tokens: Arc::default(),
        watch: Arc::new(SessionWatch::new(Arc::clone(&adapter.ledger))),
        adapter,
    }
}

/// Renders what a test can compare.
pub struct PlainAnswers;

impl AnswerRenderer<PostView> for PlainAnswers {
    fn render(&self, outcome: &PostView) -> Answer {
        Answer {
            status: 201,
            headers: vec![("Location".to_owned(), outcome.id.to_string())],
            body: format!("{outcome:?}").into_bytes(),
        }
    }
}

impl AnswerRenderer<CommentView> for PlainAnswers {
    fn render(&self, outcome: &CommentView) -> Answer {
        Answer {
            status: 201,
            headers: vec![("Location".to_owned(), outcome.id.to_string())],
            body: format!("{outcome:?}").into_bytes(),
        }
    }
}

pub fn caller_of(signed_in: &SignedIn) -> Caller {
    let token = &signed_in.tokens.access_token;
    let mut parts = token.split('.');
    let mut part = || parts.next().expect("a part of the token");
    Caller {
        user_id: UserId::parse(part()).expect("the user"),
        session_id: SessionId::parse(part()).ok(),
        standing: signed_in.account.standing(),
    }
}

pub fn session_of(caller: &Caller) -> SessionId {
    caller.session_id.expect("a session")
}

pub fn retry(caller: &Caller, key: &str, fingerprint: u8) -> RetryKey {
    RetryKey {
        caller: caller.user_id,
        key: key.to_owned(),
        fingerprint: [fingerprint; 32],
    }
}

pub fn fresh<T>(settled: Settled<T>) -> T {
    match settled {
        Settled::Fresh(value) => value,
        Settled::Replayed(answer) => panic!("done now, not replayed: {answer:?}"),
    }
}

impl Rig {
    pub fn registering(&self) -> RegisterUseCase {
        RegisterUseCase {
            store: self.store.clone(),
            hasher: self.hasher.clone(),
            access_tokens: Arc::new(PlainAccessTokens),
            refresh_tokens: self.refresh_tokens.clone(),
            mail: MailService::On,
            clock: self.clock.clone(),
            ids: self.ids.clone(),
        }
    }

    pub fn newcomer(handle: &str) -> RegisterCommand {
        RegisterCommand {
            handle: builders::handle(handle),
            display_name: builders::display_name("Somebody"),
            email: builders::email(&format!("{handle}@example.org")),
            password: builders::password("correct horse"),
            language: Language::En,
            user_agent: Some("curl/8".to_owned()),
            trace: TraceParent::default(),
        }
    }

    pub async fn register(&self, handle: &str) -> SignedIn {
        let done = self.registering().execute(Self::newcomer(handle)).await;
        done.expect("a registration")
    }

    pub async fn caller(&self, handle: &str) -> Caller {
        caller_of(&self.register(handle).await)
    }

    /// Goes on with erasures, a row at a time.
    pub fn erasing(&self) -> Arc<ContinueErasureUseCase> {
        Arc::new(ContinueErasureUseCase {
            store: self.store.clone(),
            steps: Arc::new(Unwatched),
            clock: self.clock.clone(),
            batch: 1,
        })
    }

    pub fn publishing(&self) -> PublishPostUseCase {
        PublishPostUseCase {
            store: self.store.clone(),
            renderer: Arc::new(PlainAnswers),
            clock: self.clock.clone(),
            ids: self.ids.clone(),
        }
    }

    pub fn a_post(caller: Caller, body: &str, retry: Option<RetryKey>) -> PublishPostCommand {
        PublishPostCommand {
            caller,
            body: PostBody::parse(body).expect("a body"),
            quoted_post_id: None,
            retry,
            trace: TraceParent::default(),
        }
    }

    pub async fn publish(&self, caller: Caller, body: &str) -> PostView {
        let command = Self::a_post(caller, body, None);
        let done = self.publishing().execute(command).await;
        fresh(done.expect("a post"))
    }

    pub async fn event_types(&self) -> Vec<String> {
        let events = self.adapter.log.read(0, 1_000).await.expect("the log");
        events.into_iter().map(|event| event.event_type).collect()
    }

    /// Whether this replica refuses the caller's tokens.
    pub async fn is_refused(&self, caller: &Caller) -> bool {
        let (user, session) = (caller.user_id, caller.session_id);
        let now = self.clock.now();
        let told = caller.standing;
        let standing = self.watch.standing(user, session, told, now).await;
        standing.expect("a look").is_none()
    }

    pub async fn is_live(&self, caller: &Caller) -> bool {
        let session = caller.session_id;
        let standing = self.adapter.ledger.standing(caller.user_id, session).await;
        standing.expect("the ledger").is_some()
    }
}
