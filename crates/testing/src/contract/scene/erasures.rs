//! Erasing accounts: what the request does at once, and what is left for later.

use std::sync::Arc;

use thoughts_domain::accounts::{ContentRemoval, DisplayName, Handle, User};
use thoughts_domain::events::DomainEvent;
use thoughts_use_cases::accounts::ErasedName;
use thoughts_use_cases::erasure::{
    ContinueErasure, ContinueErasureUseCase, ErasureJob, ErasureProgress,
};
use thoughts_use_cases::readers::Unwatched;

use super::Scene;
use crate::FixedClock;

/// So few rows that every step takes several batches.
const BATCH: u32 = 2;

impl Scene {
    /// Erases the account as its owner would, to the end; returns the name that it is left under.
    pub async fn erase(&self, user: &User, content: ContentRemoval) -> ErasedName {
        let name = self.close_account(user, content).await;
        self.finish_erasures().await;
        name
    }

    /// Does what the request itself does, and leaves the job.
    pub async fn close_account(&self, user: &User, content: ContentRemoval) -> ErasedName {
        let mut work = self.begin().await;
        let locked = work.users().lock(user.id).await.expect("lock");
        let locked = locked.expect("a user");
        let name = ErasedName {
            handle: Handle::of_erased(self.id()),
            display_name: DisplayName::of_erased(),
        };
        let now = self.now();
        let ended = work.sessions().end_all(user.id, None, now).await;
        ended.expect("end all");
        work.answers().forget(user.id).await.expect("forget");
        let forgotten = work.moderation_log().forget_reasons(user.id).await;
        forgotten.expect("forget");
        self.leave(&mut *work, DomainEvent::UserDeleted(locked.delete(content)))
            .await;
        work.users()
            .erase(user.id, &name, now)
            .await
            .expect("erase");
        let mut job = ErasureJob::of(user.id, content, now);
        job.due_at = now;
        work.erasures().request(&job).await.expect("a job");
        work.commit().await.expect("commit");
        name
    }

    /// Somebody who goes on with erasures, two rows at a time.
    pub fn eraser(&self) -> ContinueErasureUseCase {
        ContinueErasureUseCase {
            store: Arc::clone(&self.adapter.store),
            steps: Arc::new(Unwatched),
            clock: Arc::new(FixedClock::at(self.now())),
            batch: BATCH,
        }
    }

    /// Goes on with every job until none is left; tells what was done, batch by batch.
    pub async fn finish_erasures(&self) -> Vec<ErasureProgress> {
        let eraser = self.eraser();
        let mut done = Vec::new();
        while let Some(progress) = eraser.execute(None).await.expect("a batch") {
            done.push(progress);
            assert!(done.len() < 10_000, "an erasure does not come to its end");
        }
        done
    }
}
