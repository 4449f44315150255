//! Callers with tokens of an outside provider.

use std::sync::Arc;
use std::time::Duration;

use thoughts_domain::accounts::{ContentRemoval, Role, Standing};
use thoughts_testing::builders::{email, handle, password};
use thoughts_testing::identity::{PlainAccessTokens, PlainOutsideTokens, PlainSecondFactors};
use thoughts_use_cases::accounts::*;
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::mail::MailService;
use thoughts_use_cases::readers::Unwatched;
use thoughts_use_cases::storage::{StorageError, Store};
use thoughts_use_cases::system::Clock;

use crate::rig::{Rig, rig};

/// One replica's way of telling who calls.
struct Door {
    provider: Arc<PlainOutsideTokens>,
    authenticate: AuthenticateUseCase,
    watch: Arc<SessionWatch>,
}

fn door(rig: &Rig, provider: &Arc<PlainOutsideTokens>, watch: &Arc<SessionWatch>) -> Door {
    let provision = ProvisionUserUseCase {
        store: rig.store.clone(),
        accounts: rig.adapter.accounts.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let outside = OutsideCallers::new(
        provider.clone(),
        rig.adapter.accounts.clone(),
        Arc::new(provision),
        watch.clone(),
        rig.clock.clone(),
    );
    Door {
        provider: provider.clone(),
        authenticate: AuthenticateUseCase {
            access_tokens: Arc::new(PlainAccessTokens),
            outside: Some(Arc::new(outside)),
            watch: watch.clone(),
            clock: rig.clock.clone(),
        },
        watch: watch.clone(),
    }
}

impl Door {
    fn of(rig: &Rig) -> Self {
        door(rig, &Arc::default(), &rig.watch)
    }

    async fn enter(&self, token: &str) -> Result<Caller, AuthenticateError> {
        self.authenticate.execute(token).await
    }

    fn token(&self, rig: &Rig, subject: &str) -> String {
        let claims = PlainOutsideTokens::claims(subject, rig.clock.now());
        self.provider.issue(claims)
    }
}

async fn account(rig: &Rig, caller: &Caller) -> OwnAccountView {
    let own = rig.adapter.accounts.own_account(caller.user_id).await;
    own.expect("read").value.expect("an account")
}

async fn delete(rig: &Rig, door: &Door, caller: Caller) {
    let deleting = DeleteAccountUseCase {
        erasing: rig.erasing(),
        steps: Arc::new(Unwatched),
        store: rig.store.clone(),
        watch: door.watch.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = DeleteAccountCommand {
        caller,
        content: ContentRemoval::Delete,
        expected_version: None,
        trace: TraceParent::default(),
    };
    deleting.execute(command).await.expect("deleted");
}

#[tokio::test]
async fn a_stranger_gets_an_account_on_first_sight_and_keeps_it() {
    let rig = rig();
    let door = Door::of(&rig);
    let claims = OutsideClaims {
        username: Some("José.Q".to_owned()),
        name: Some("José Quispe".to_owned()),
        email: Some(email("jose@example.org")),
        ..PlainOutsideTokens::claims("subject", rig.clock.now())
    };
    let token = door.provider.issue(claims);
    let caller = door.enter(&token).await.expect("a caller");
    assert_eq!(caller.session_id, None);
    assert_eq!(caller.standing, Standing::default());
    let own = account(&rig, &caller).await;
    assert_eq!(own.profile.summary.handle, "jose_q");
    assert_eq!(own.profile.summary.display_name, "José Quispe");
    assert_eq!(own.email.as_deref(), Some("jose@example.org"));
    assert_eq!(rig.event_types().await, ["thoughts.user.registered"]);
    rig.clock.advance(Duration::from_mins(5));
    let again = door.enter(&door.token(&rig, "subject")).await;
    assert_eq!(again.expect("a caller").user_id, caller.user_id);
    let other = door.enter(&door.token(&rig, "Subject")).await;
    assert_ne!(other.expect("a caller").user_id, caller.user_id);
}

#[tokio::test]
async fn an_address_leads_to_nobody() {
    let rig = rig();
    let door = Door::of(&rig);
    let alice = rig.caller("alice").await;
    let claims = OutsideClaims {
        username: Some("alice".to_owned()),
        email: Some(email("alice@example.org")),
        ..PlainOutsideTokens::claims("subject", rig.clock.now())
    };
    let token = door.provider.issue(claims);
    let caller = door.enter(&token).await.expect("a caller");
    assert_ne!(caller.user_id, alice.user_id);
    let own = account(&rig, &caller).await;
    assert_eq!(own.email, None);
    let name = own.profile.summary.handle;
    assert!(
        name.starts_with("alice_") && name.len() == 14,
        "{name} is told apart"
    );
    let hers = account(&rig, &alice).await.email;
    assert_eq!(hers.as_deref(), Some("alice@example.org"));
}

#[tokio::test]
async fn an_address_does_not_become_a_name() {
    let rig = rig();
    let door = Door::of(&rig);
    for (subject, username, name) in [
        ("one", Some("ann@example.org"), Some("ann@example.org")),
        ("two", None, None),
        ("three", Some("я"), None),
    ] {
        let claims = OutsideClaims {
            username: username.map(str::to_owned),
            name: name.map(str::to_owned),
            ..PlainOutsideTokens::claims(subject, rig.clock.now())
        };
        let token = door.provider.issue(claims);
        let caller = door.enter(&token).await.expect("a caller");
        let shown = account(&rig, &caller).await.profile.summary;
        assert!(shown.handle.starts_with("user_"), "{shown:?}");
        assert!(!shown.display_name.contains('@'), "{shown:?}");
    }
}

#[tokio::test]
async fn without_a_password_a_login_and_a_change_cost_and_answer_the_same() {
    let rig = rig();
    let door = Door::of(&rig);
    let claims = OutsideClaims {
        username: Some("alice".to_owned()),
        ..PlainOutsideTokens::claims("subject", rig.clock.now())
    };
    let token = door.provider.issue(claims);
    door.enter(&token).await.expect("a caller");
    let log_in = LogInUseCase {
        limiter: rig.limiter.clone(),
        store: rig.store.clone(),
        accounts: rig.adapter.accounts.clone(),
        hasher: rig.hasher.clone(),
        access_tokens: Arc::new(PlainAccessTokens),
        refresh_tokens: rig.refresh_tokens.clone(),
        secrets: Arc::new(PlainSecondFactors::default()),
        mail: MailService::On,
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let before = rig.hasher.verified();
    let refused = log_in
        .execute(LogInCommand {
            second_factor: None,
            trace: TraceParent::default(),
            origin: "192.0.2.1".to_owned(),
            login: Some(Login::Handle(handle("alice"))),
            password: password("correct horse"),
            user_agent: None,
        })
        .await;
    assert!(matches!(refused, Err(LogInError::InvalidCredentials)));
    let caller = door.enter(&token).await.expect("a caller");
    let change = ChangePasswordUseCase {
        store: rig.store.clone(),
        accounts: rig.adapter.accounts.clone(),
        hasher: rig.hasher.clone(),
        watch: rig.watch.clone(),
        mail: MailService::On,
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let refused = change
        .execute(ChangePasswordCommand {
            caller,
            current: password("correct horse"),
            next: password("battery staple"),
        })
        .await;
    assert!(matches!(refused, Err(ChangePasswordError::WrongPassword)));
    assert_eq!(rig.hasher.verified() - before, 2);
}

#[tokio::test]
async fn an_erased_account_comes_back_by_no_old_token_and_anew_by_a_new_one() {
    let rig = rig();
    let here = Door::of(&rig);
    let elsewhere = {
        let watch = Arc::new(SessionWatch::new(rig.adapter.ledger.clone()));
        door(&rig, &here.provider, &watch)
    };
    let token = here.token(&rig, "subject");
    rig.clock.advance(Duration::from_secs(30));
    let caller = here.enter(&token).await.expect("a caller");
    elsewhere.enter(&token).await.expect("a caller");
    delete(&rig, &here, caller).await;
    let refused = here.enter(&token).await;
    assert!(matches!(refused, Err(AuthenticateError::InvalidToken)));
    rig.clock.advance(Duration::from_secs(1));
    let refused = elsewhere.enter(&token).await;
    assert!(
        matches!(refused, Err(AuthenticateError::InvalidToken)),
        "within two seconds elsewhere"
    );
    let soon = here.token(&rig, "subject");
    let refused = here.enter(&soon).await;
    assert!(
        matches!(refused, Err(AuthenticateError::InvalidToken)),
        "the provider's clock may be ahead"
    );
    rig.clock
        .advance(OUTSIDE_CLOCK_SKEW + Duration::from_secs(1));
    let later = here.token(&rig, "subject");
    let fresh = here.enter(&later).await.expect("a caller");
    assert_ne!(fresh.user_id, caller.user_id);
    let refused = here.enter(&token).await;
    assert_eq!(
        refused.expect("his account again").user_id,
        fresh.user_id,
        "he is the same person"
    );
}

#[tokio::test]
async fn another_standing_holds_within_two_seconds() {
    let rig = rig();
    let door = Door::of(&rig);
    let token = door.token(&rig, "subject");
    let caller = door.enter(&token).await.expect("a caller");
    let mut work = rig.store.begin().await.expect("a unit of work");
    let users = work.users();
    let mut user = users
        .lock(caller.user_id)
        .await
        .expect("lock")
        .expect("him");
    user.role = Role::Moderator;
    user.suspend(None, rig.clock.now()).expect("a suspension");
    let now = rig.clock.now();
    users.update_standing(&user, now).await.expect("written");
    work.commit().await.expect("committed");
    rig.clock.advance(Duration::from_secs(1));
    let caller = door.enter(&token).await.expect("a caller");
    assert_eq!(caller.standing, user.standing());
}

#[tokio::test]
async fn two_first_requests_at_once_open_one_account() {
    let rig = rig();
    let one = Door::of(&rig);
    let two = {
        let watch = Arc::new(SessionWatch::new(rig.adapter.ledger.clone()));
        door(&rig, &one.provider, &watch)
    };
    let token = one.token(&rig, "subject");
    let (first, second) = tokio::join!(one.enter(&token), two.enter(&token));
    let (first, second) = (first.expect("a caller"), second.expect("a caller"));
    assert_eq!(first.user_id, second.user_id);
    assert_eq!(rig.event_types().await, ["thoughts.user.registered"]);
}

#[tokio::test]
async fn whoever_lost_the_race_becomes_who_won_it() {
    let rig = rig();
    let door = Door::of(&rig);
    let token = door.token(&rig, "subject");
    let caller = door.enter(&token).await.expect("a caller");
    let provision = ProvisionUserUseCase {
        store: rig.store.clone(),
        accounts: rig.adapter.accounts.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let claims = PlainOutsideTokens::claims("subject", rig.clock.now());
    let user = provision.execute(&claims).await.expect("a user");
    assert_eq!(user.user_id, caller.user_id);
    assert_eq!(rig.event_types().await, ["thoughts.user.registered"]);
}

#[tokio::test]
async fn each_token_goes_to_whom_it_names() {
    let rig = rig();
    let door = Door::of(&rig);
    let ours = rig.register("alice").await.tokens.access_token;
    rig.watch.refresh(rig.clock.now()).await.expect("a look");
    let caller = door.enter(&ours).await.expect("a caller");
    assert!(caller.session_id.is_some());
    door.provider.lose_the_provider();
    door.enter(&ours)
        .await
        .expect("our own tokens need no provider");
    let theirs = door.token(&rig, "subject");
    let lost = door.enter(&theirs).await;
    assert!(matches!(
        lost,
        Err(AuthenticateError::ProviderUnavailable(_))
    ));
    let nobodys = door.enter("outside of everything").await;
    assert!(matches!(nobodys, Err(AuthenticateError::InvalidToken)));
}

#[tokio::test]
async fn what_the_provider_or_the_storage_refuses_is_refused() {
    let rig = rig();
    let door = Door::of(&rig);
    let forged = door.enter("outside-7").await;
    assert!(matches!(forged, Err(AuthenticateError::InvalidToken)));
    let token = door.token(&rig, "subject");
    rig.store.fail_begins();
    let failed = door.enter(&token).await;
    assert!(matches!(
        failed,
        Err(AuthenticateError::Storage(StorageError::Unavailable(_)))
    ));
    rig.clock.advance(Duration::from_hours(1));
    let expired = door.enter(&token).await;
    assert!(matches!(expired, Err(AuthenticateError::InvalidToken)));
}
