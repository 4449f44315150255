//! Registering, logging in and telling who calls.

use std::sync::Arc;

use thoughts_domain::ids::UserId;
use thoughts_testing::builders::{email, handle, password};
use thoughts_testing::identity::{PlainAccessTokens, PlainSecondFactors};
use thoughts_use_cases::accounts::*;
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::mail::MailService;
use thoughts_use_cases::storage::StorageError;
use thoughts_use_cases::system::{Clock, IdGenerator};

use crate::rig::{Rig, caller_of, rig};

fn logging_in(rig: &Rig) -> LogInUseCase {
    LogInUseCase {
        store: rig.store.clone(),
        accounts: rig.adapter.accounts.clone(),
        hasher: rig.hasher.clone(),
        access_tokens: Arc::new(PlainAccessTokens),
        refresh_tokens: rig.refresh_tokens.clone(),
        secrets: Arc::new(PlainSecondFactors::default()),
        mail: MailService::On,
        limiter: rig.limiter.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    }
}

async fn log_in(rig: &Rig, login: Option<Login>, secret: &str) -> Result<SignedIn, LogInError> {
    let command = LogInCommand {
        second_factor: None,
        trace: TraceParent::default(),
        login,
        password: password(secret),
        user_agent: None,
        origin: "192.0.2.1".to_owned(),
    };
    logging_in(rig).execute(command).await
}

#[tokio::test]
async fn registering_opens_an_account_with_a_session_and_an_event() {
    let rig = rig();
    let signed_in = rig.register("alice").await;
    let caller = caller_of(&signed_in);
    assert!(rig.is_live(&caller).await);
    let own = rig.adapter.accounts.own_account(caller.user_id).await;
    assert_eq!(own.expect("own").value, Some(signed_in.account));
    assert_eq!(signed_in.tokens.expires_in, 900);
    assert_eq!(rig.event_types().await, ["thoughts.user.registered"]);
}

#[tokio::test]
async fn a_taken_handle_or_address_opens_nothing() {
    let rig = rig();
    rig.register("alice").await;
    let taken = rig.registering().execute(Rig::newcomer("alice")).await;
    assert!(matches!(taken, Err(RegisterError::HandleTaken)));
    let mut command = Rig::newcomer("other");
    command.email = email("alice@example.org");
    let taken = rig.registering().execute(command).await;
    assert!(matches!(taken, Err(RegisterError::EmailTaken)));
    assert_eq!(rig.event_types().await.len(), 1);
}

#[tokio::test]
async fn of_two_newcomers_at_once_one_gets_the_handle() {
    let rig = rig();
    let register = || async { rig.registering().execute(Rig::newcomer("wanted")).await };
    let (one, two) = tokio::join!(register(), register());
    let (won, lost) = if one.is_ok() { (one, two) } else { (two, one) };
    assert!(won.is_ok());
    assert!(matches!(lost, Err(RegisterError::HandleTaken)));
    assert_eq!(rig.event_types().await.len(), 1);
}

#[tokio::test]
async fn a_registration_that_is_not_committed_leaves_nothing() {
    let rig = rig();
    rig.store.fail_commits();
    let lost = rig.registering().execute(Rig::newcomer("alice")).await;
    assert!(matches!(
        lost,
        Err(RegisterError::Storage(StorageError::Conflict(_)))
    ));
    let found = rig
        .adapter
        .accounts
        .profile_by_handle(&handle("alice"), None)
        .await;
    assert_eq!(found.expect("read").value, None);
    rig.store.fail_begins();
    let none = rig.registering().execute(Rig::newcomer("alice")).await;
    assert!(matches!(
        none,
        Err(RegisterError::Storage(StorageError::Unavailable(_)))
    ));
}

#[tokio::test]
async fn logging_in_by_handle_and_by_address_opens_sessions() {
    let rig = rig();
    let first = caller_of(&rig.register("alice").await);
    for login in [
        Login::Handle(handle("Alice")),
        Login::Email(email("ALICE@example.org")),
    ] {
        let signed_in = log_in(&rig, Some(login), "correct horse")
            .await
            .expect("a login");
        let caller = caller_of(&signed_in);
        assert_eq!(caller.user_id, first.user_id);
        assert_ne!(caller.session_id, first.session_id);
        assert!(rig.is_live(&caller).await);
    }
}

#[tokio::test]
async fn unknown_user_and_wrong_password_cost_and_answer_the_same() {
    let rig = rig();
    rig.register("alice").await;
    let attempts = [
        (Some(Login::Handle(handle("alice"))), "wrong password"),
        (Some(Login::Handle(handle("nobody"))), "correct horse"),
        (
            Some(Login::Email(email("nobody@example.org"))),
            "correct horse",
        ),
        (None, "correct horse"),
    ];
    for (number, (login, secret)) in (1..).zip(attempts) {
        let refused = log_in(&rig, login, secret).await;
        assert!(matches!(refused, Err(LogInError::InvalidCredentials)));
        assert_eq!(
            rig.hasher.verified(),
            number,
            "each attempt costs one comparison"
        );
    }
}

#[tokio::test]
async fn a_login_without_storage_says_so() {
    let rig = rig();
    rig.register("alice").await;
    rig.store.fail_begins();
    let login = Some(Login::Handle(handle("alice")));
    let failed = log_in(&rig, login, "correct horse").await;
    assert!(matches!(
        failed,
        Err(LogInError::Storage(StorageError::Unavailable(_)))
    ));
}

#[tokio::test]
async fn a_good_token_tells_who_calls_and_no_other_does() {
    let rig = rig();
    let signed_in = rig.register("alice").await;
    let authenticate = AuthenticateUseCase {
        access_tokens: Arc::new(PlainAccessTokens),
        outside: None,
        watch: rig.watch.clone(),
        clock: rig.clock.clone(),
    };
    let token = &signed_in.tokens.access_token;
    let caller = authenticate.execute(token).await.expect("a caller");
    assert_eq!(caller, caller_of(&signed_in));
    let claims = AccessClaims {
        user_id: UserId::new(rig.ids.next()),
        session_id: thoughts_domain::ids::SessionId::new(rig.ids.next()),
        standing: caller.standing,
    };
    let unknown = PlainAccessTokens
        .sign(&claims, rig.clock.now())
        .expect("a token");
    for bad in ["", "nonsense", &token[1..], &unknown] {
        let refused = authenticate.execute(bad).await;
        assert!(
            matches!(refused, Err(AuthenticateError::InvalidToken)),
            "{bad}"
        );
    }
    rig.clock.advance(ACCESS_TOKEN_LIFETIME);
    let expired = authenticate.execute(token).await;
    assert!(matches!(expired, Err(AuthenticateError::InvalidToken)));
}
