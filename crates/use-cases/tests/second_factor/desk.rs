//! The use cases of the second factor, and an app that shows its codes.

use std::sync::Arc;
use std::time::Duration;

use thoughts_domain::second_factor::{GivenCode, RecoveryCode, TotpCode};
use thoughts_testing::MemoryMailer;
use thoughts_testing::builders::{handle, password};
use thoughts_testing::identity::{PlainAccessTokens, PlainOneTimeTokens, PlainSecondFactors};
use thoughts_use_cases::accounts::*;
use thoughts_use_cases::events::TraceParent;
use thoughts_use_cases::mail::*;
use thoughts_use_cases::second_factor::*;
use thoughts_use_cases::system::Clock;

use crate::rig::{Rig, caller_of, rig};

pub const PASSWORD: &str = "correct horse";

pub struct Desk {
    pub rig: Rig,
    pub secrets: Arc<PlainSecondFactors>,
    pub mailer: Arc<MemoryMailer>,
}

pub fn desk() -> Desk {
    Desk {
        rig: rig(),
        secrets: Arc::default(),
        mailer: Arc::default(),
    }
}

/// Somebody whose second factor is on.
pub struct Owner {
    pub caller: Caller,
    pub secret: String,
    pub codes: Vec<RecoveryCode>,
}

impl Desk {
    pub async fn begin(
        &self,
        caller: &Caller,
        secret: &str,
    ) -> Result<Enrolment, BeginSecondFactorError> {
        let begin = BeginSecondFactorUseCase {
            store: self.rig.store.clone(),
            accounts: self.rig.adapter.accounts.clone(),
            hasher: self.rig.hasher.clone(),
            secrets: self.secrets.clone(),
            clock: self.rig.clock.clone(),
        };
        begin.execute(caller, &password(secret)).await
    }

    pub async fn confirm(
        &self,
        caller: Caller,
        code: &str,
    ) -> Result<Vec<RecoveryCode>, ConfirmSecondFactorError> {
        let confirm = ConfirmSecondFactorUseCase {
            store: self.rig.store.clone(),
            secrets: self.secrets.clone(),
            limiter: self.rig.limiter.clone(),
            watch: self.rig.watch.clone(),
            mail: MailService::On,
            clock: self.rig.clock.clone(),
            ids: self.rig.ids.clone(),
        };
        let command = ConfirmSecondFactorCommand {
            caller,
            code: TotpCode::parse(code).expect("six digits"),
            trace: TraceParent::default(),
        };
        confirm.execute(command).await
    }

    /// Registers somebody and turns his second factor on. The next code is of a later step.
    pub async fn owner(&self, name: &str) -> Owner {
        let caller = self.rig.caller(name).await;
        let begun = self.begin(&caller, PASSWORD).await.expect("a secret");
        let code = self.shown(&begun.secret);
        let codes = self.confirm(caller, &code).await.expect("recovery codes");
        self.later();
        Owner {
            caller,
            secret: begun.secret,
            codes,
        }
    }

    fn changing(&self) -> ChangeSecondFactor {
        ChangeSecondFactor {
            store: self.rig.store.clone(),
            accounts: self.rig.adapter.accounts.clone(),
            hasher: self.rig.hasher.clone(),
            secrets: self.secrets.clone(),
            limiter: self.rig.limiter.clone(),
            mail: MailService::On,
            clock: self.rig.clock.clone(),
            ids: self.rig.ids.clone(),
        }
    }

    fn proof(caller: Caller, secret: &str, code: &str) -> SecondFactorProof {
        SecondFactorProof {
            caller,
            password: password(secret),
            code: GivenCode::parse(code).expect("a code"),
            trace: TraceParent::default(),
        }
    }

    pub async fn turn_off(
        &self,
        caller: Caller,
        secret: &str,
        code: &str,
    ) -> Result<(), ChangeSecondFactorError> {
        let turn_off = TurnOffSecondFactorUseCase(self.changing());
        turn_off.execute(Self::proof(caller, secret, code)).await
    }

    pub async fn replace(
        &self,
        caller: Caller,
        secret: &str,
        code: &str,
    ) -> Result<Vec<RecoveryCode>, ChangeSecondFactorError> {
        let replace = ReplaceRecoveryCodesUseCase(self.changing());
        replace.execute(Self::proof(caller, secret, code)).await
    }

    pub async fn log_in(
        &self,
        name: &str,
        secret: &str,
        code: Option<&str>,
    ) -> Result<Caller, LogInError> {
        let log_in = LogInUseCase {
            store: self.rig.store.clone(),
            accounts: self.rig.adapter.accounts.clone(),
            hasher: self.rig.hasher.clone(),
            access_tokens: Arc::new(PlainAccessTokens),
            refresh_tokens: self.rig.refresh_tokens.clone(),
            secrets: self.secrets.clone(),
            limiter: self.rig.limiter.clone(),
            mail: MailService::On,
            clock: self.rig.clock.clone(),
            ids: self.rig.ids.clone(),
        };
        let command = LogInCommand {
            login: Some(Login::Handle(handle(name))),
            password: password(secret),
            user_agent: None,
            origin: "192.0.2.1".to_owned(),
            second_factor: code.map(|code| GivenCode::parse(code).expect("a code")),
            trace: TraceParent::default(),
        };
        log_in.execute(command).await.map(|done| caller_of(&done))
    }

    /// What the app shows now.
    pub fn shown(&self, secret: &str) -> String {
        PlainSecondFactors::code(secret, self.rig.clock.now())
    }

    /// A code that the app does not show, nor did or will in the steps beside.
    pub fn wrong(&self, secret: &str) -> String {
        let now = self.rig.clock.now();
        let step = Duration::from_secs(30);
        let right = [now.minus(step), now, now.plus(step)]
            .map(|moment| PlainSecondFactors::code(secret, moment));
        let mut codes = (0..).map(|number| format!("{number:06}"));
        codes.find(|code| !right.contains(code)).expect("a code")
    }

    /// Waits for the app's next code.
    pub fn later(&self) {
        self.rig.clock.advance(Duration::from_secs(30));
    }

    pub async fn view(&self, caller: &Caller) -> SecondFactorView {
        let queries = &self.rig.adapter.second_factors;
        let found = queries.second_factor(caller.user_id).await;
        found.expect("a view").value
    }

    /// What the mails since the last look have told.
    pub async fn told(&self) -> Vec<MailContent> {
        let deliver = DeliverMailUseCase {
            store: self.rig.store.clone(),
            mails: self.rig.adapter.mails.clone(),
            accounts: self.rig.adapter.accounts.clone(),
            tokens: Arc::new(PlainOneTimeTokens),
            mailer: self.mailer.clone(),
            clock: self.rig.clock.clone(),
            ids: self.rig.ids.clone(),
        };
        let before = self.mailer.tried().len();
        while deliver.execute().await.expect("a step") != Delivery::Idle {}
        let mails = self.mailer.tried().split_off(before);
        mails.into_iter().map(|mail| mail.content).collect()
    }
}
