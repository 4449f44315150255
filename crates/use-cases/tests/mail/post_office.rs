//! The use cases that need mails, with a mailer that keeps them.

use std::sync::Arc;

use thoughts_testing::MemoryMailer;
use thoughts_testing::builders::{email, password};
use thoughts_testing::identity::PlainOneTimeTokens;
use thoughts_use_cases::accounts::*;
use thoughts_use_cases::mail::*;

use crate::rig::Rig;

pub struct PostOffice {
    pub rig: Rig,
    pub mailer: Arc<MemoryMailer>,
    pub service: MailService,
}

pub fn post_office() -> PostOffice {
    PostOffice {
        rig: crate::rig::rig(),
        mailer: Arc::default(),
        service: MailService::On,
    }
}

impl PostOffice {
    pub fn delivering(&self) -> DeliverMailUseCase {
        DeliverMailUseCase {
            store: self.rig.store.clone(),
            mails: self.rig.adapter.mails.clone(),
            accounts: self.rig.adapter.accounts.clone(),
            tokens: Arc::new(PlainOneTimeTokens),
            mailer: self.mailer.clone(),
            clock: self.rig.clock.clone(),
            ids: self.rig.ids.clone(),
        }
    }

    /// One step of the worker.
    pub async fn step(&self) -> Delivery {
        self.delivering().execute().await.expect("a step")
    }

    /// Steps until nothing is left to do.
    pub async fn deliver(&self) -> Vec<Delivery> {
        let mut done = Vec::new();
        loop {
            match self.step().await {
                Delivery::Idle => return done,
                delivery => done.push(delivery),
            }
        }
    }

    pub async fn waiting(&self) -> u64 {
        self.rig.adapter.mails.waiting().await.expect("waiting")
    }

    pub async fn forget(&self, address: &str) -> Result<(), RequestPasswordResetError> {
        let requesting = RequestPasswordResetUseCase {
            store: self.rig.store.clone(),
            mail: self.service,
            limiter: self.rig.limiter.clone(),
            clock: self.rig.clock.clone(),
            ids: self.rig.ids.clone(),
        };
        requesting.execute(&email(address)).await
    }

    pub async fn reset(&self, token: OneTimeSecret, next: &str) -> Result<(), ResetPasswordError> {
        let resetting = ResetPasswordUseCase {
            store: self.rig.store.clone(),
            one_time_tokens: Arc::new(PlainOneTimeTokens),
            hasher: self.rig.hasher.clone(),
            watch: self.rig.watch.clone(),
            mail: self.service,
            clock: self.rig.clock.clone(),
            ids: self.rig.ids.clone(),
        };
        resetting.execute(token, password(next)).await
    }

    pub async fn verify(&self, token: OneTimeSecret) -> Result<(), VerifyEmailError> {
        let verifying = VerifyEmailUseCase {
            store: self.rig.store.clone(),
            one_time_tokens: Arc::new(PlainOneTimeTokens),
            clock: self.rig.clock.clone(),
        };
        verifying.execute(token).await
    }

    pub async fn ask_again(&self, caller: &Caller) -> Result<(), RequestVerificationError> {
        let requesting = RequestVerificationUseCase {
            store: self.rig.store.clone(),
            mail: self.service,
            limiter: self.rig.limiter.clone(),
            clock: self.rig.clock.clone(),
            ids: self.rig.ids.clone(),
        };
        requesting.execute(caller).await
    }

    pub async fn is_verified(&self, caller: &Caller) -> bool {
        let own = self.rig.adapter.accounts.own_account(caller.user_id).await;
        own.expect("own").value.expect("an account").email_verified
    }
}
