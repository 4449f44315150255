//! Changing passwords.

use std::sync::Arc;

use async_trait::async_trait;
use thoughts_domain::accounts::Password;
use thoughts_domain::ids::UserId;
use thoughts_testing::builders::{handle, password};
use thoughts_testing::identity::{PlainAccessTokens, PlainSecondFactors};
use thoughts_use_cases::accounts::*;
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::mail::MailService;
use thoughts_use_cases::system::Clock;

use crate::rig::{Rig, caller_of, rig};

const OLD: &str = "correct horse";

fn changing(rig: &Rig, hasher: Arc<dyn PasswordHasher>) -> ChangePasswordUseCase {
    ChangePasswordUseCase {
        store: rig.store.clone(),
        accounts: rig.adapter.accounts.clone(),
        hasher,
        watch: rig.watch.clone(),
        mail: MailService::On,
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    }
}

async fn change(
    rig: &Rig,
    caller: Caller,
    current: &str,
    next: &str,
) -> Result<(), ChangePasswordError> {
    let command = ChangePasswordCommand {
        caller,
        current: password(current),
        next: password(next),
    };
    changing(rig, rig.hasher.clone()).execute(command).await
}

async fn log_in(
    rig: &Rig,
    secret: &str,
    hasher: Arc<dyn PasswordHasher>,
) -> Result<Caller, LogInError> {
    let logging_in = LogInUseCase {
        store: rig.store.clone(),
        accounts: rig.adapter.accounts.clone(),
        hasher,
        access_tokens: Arc::new(PlainAccessTokens),
        refresh_tokens: rig.refresh_tokens.clone(),
        secrets: Arc::new(PlainSecondFactors::default()),
        mail: MailService::On,
        limiter: rig.limiter.clone(),
        clock: rig.clock.clone(),
        ids: rig.ids.clone(),
    };
    let command = LogInCommand {
        second_factor: None,
        trace: TraceParent::default(),
        login: Some(Login::Handle(handle("alice"))),
        password: password(secret),
        user_agent: None,
        origin: "192.0.2.1".to_owned(),
    };
    logging_in
        .execute(command)
        .await
        .map(|done| caller_of(&done))
}

/// Replaces the password just after it was compared, as somebody else may.
struct ReplacedMeanwhile {
    rig: &'static Rig,
    user: UserId,
}

#[async_trait]
impl PasswordHasher for ReplacedMeanwhile {
    async fn hash(&self, password: &Password) -> Result<PasswordHash, HashingError> {
        self.rig.hasher.hash(password).await
    }

    async fn verify(
        &self,
        given: &Password,
        hash: Option<PasswordHash>,
    ) -> Result<bool, HashingError> {
        let verdict = self.rig.hasher.verify(given, hash).await;
        let next = self.rig.hasher.hash(&password("somebody else's")).await?;
        let mut work = self
            .rig
            .adapter
            .store
            .begin()
            .await
            .expect("a unit of work");
        work.users().lock(self.user).await.expect("lock");
        let replaced = work.passwords().set(self.user, &next).await;
        assert_eq!(replaced.ok(), Some(true));
        work.commit().await.expect("commit");
        verdict
    }
}

#[tokio::test]
async fn a_change_ends_the_other_sessions_and_the_watch_knows_at_once() {
    let rig = rig();
    let here = rig.caller("alice").await;
    let bob = rig.caller("bob").await;
    let there = log_in(&rig, OLD, rig.hasher.clone()).await.expect("in");
    rig.watch.refresh(rig.clock.now()).await.expect("a look");
    change(&rig, here, OLD, "battery staple")
        .await
        .expect("changed");
    for (caller, live) in [(here, true), (bob, true), (there, false)] {
        assert_eq!(rig.is_live(&caller).await, live);
        assert_eq!(rig.is_refused(&caller).await, !live);
    }
    let old = log_in(&rig, OLD, rig.hasher.clone()).await;
    assert!(matches!(old, Err(LogInError::InvalidCredentials)));
    let new = log_in(&rig, "battery staple", rig.hasher.clone()).await;
    assert!(new.is_ok());
}

#[tokio::test]
async fn a_wrong_present_password_changes_nothing() {
    let rig = rig();
    let here = rig.caller("alice").await;
    let there = log_in(&rig, OLD, rig.hasher.clone()).await.expect("in");
    let refused = change(&rig, here, "wrong horse", "battery staple").await;
    assert!(matches!(refused, Err(ChangePasswordError::WrongPassword)));
    assert!(rig.is_live(&there).await);
    assert!(log_in(&rig, OLD, rig.hasher.clone()).await.is_ok());
}

#[tokio::test]
async fn a_password_that_was_replaced_meanwhile_counts_no_longer() {
    // The hasher has to live as long as any: a test's rig may.
    let rig: &'static Rig = Box::leak(Box::new(rig()));
    let here = rig.caller("alice").await;
    let user = here.user_id;
    let late = log_in(rig, OLD, Arc::new(ReplacedMeanwhile { rig, user })).await;
    assert!(matches!(late, Err(LogInError::InvalidCredentials)));
    let command = ChangePasswordCommand {
        caller: here,
        current: password("somebody else's"),
        next: password("battery staple"),
    };
    let changing = changing(rig, Arc::new(ReplacedMeanwhile { rig, user }));
    let late = changing.execute(command).await;
    assert!(matches!(late, Err(ChangePasswordError::WrongPassword)));
    assert!(
        log_in(rig, "somebody else's", rig.hasher.clone())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_change_that_fails_changes_nothing() {
    let rig = rig();
    let here = rig.caller("alice").await;
    rig.store.fail_commits();
    let failed = change(&rig, here, OLD, "battery staple").await;
    assert!(matches!(failed, Err(ChangePasswordError::Storage(_))));
    let stored = rig.adapter.accounts.password(here.user_id).await;
    let stored = stored.expect("read");
    let kept = rig.hasher.verify(&password(OLD), stored).await;
    assert_eq!(kept.ok(), Some(true));
}
