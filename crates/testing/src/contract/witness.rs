//! A reader whose effect everybody can look at: for each event it keeps an answer under the
//! event's id, which the storage takes only once.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use thoughts_domain::accounts::User;
use thoughts_domain::ids::EventId;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::events::{EventPosition, LoggedEvent};
use thoughts_use_cases::idempotency::Claim;
use thoughts_use_cases::readers::{
    Progress, Projection, Reader, ReaderError, ReaderRun, Unwatched,
};
use thoughts_use_cases::storage::UnitOfWork;

use super::Scene;
use super::samples::{an_answer, retry};
use crate::FixedClock;

/// Wants posts.
pub struct Witness {
    name: &'static str,
    user: User,
    refused: Mutex<BTreeSet<EventId>>,
    refills: Option<Refills>,
}

/// How many steps a rebuild takes.
struct Refills(u32);

impl Witness {
    /// A witness without a projection, who is known as `name`.
    pub async fn register(scene: &Scene, name: &'static str) -> Arc<Self> {
        Arc::new(Self {
            name,
            user: scene.register("witness").await,
            refused: Mutex::default(),
            refills: None,
        })
    }

    /// A witness who says that a rebuild takes that many steps.
    pub async fn with_projection(scene: &Scene, name: &'static str, steps: u32) -> Arc<Self> {
        Arc::new(Self {
            name,
            user: scene.register("witness").await,
            refused: Mutex::default(),
            refills: Some(Refills(steps)),
        })
    }

    /// Cannot work on this event from now on.
    pub fn refuse(&self, event: EventId) {
        self.refused.lock().expect("a set").insert(event);
    }

    /// Can again.
    pub fn relent(&self) {
        self.refused.lock().expect("a set").clear();
    }

    /// A run of it.
    pub fn run(self: &Arc<Self>, scene: &Scene) -> ReaderRun {
        ReaderRun::new(
            Arc::clone(self) as _,
            Arc::clone(&scene.adapter.store),
            Arc::clone(&scene.adapter.log),
            Arc::new(FixedClock::default()),
            Arc::new(Unwatched),
        )
    }

    /// Whether an event has had its effect.
    pub async fn saw(&self, scene: &Scene, event: &LoggedEvent) -> bool {
        let mut work = scene.begin().await;
        let key = retry(&self.user, event.id.as_str());
        let claim = work.answers().claim(&key, scene.now()).await;
        matches!(claim.expect("claim"), Claim::Answered(_))
    }

    /// The positions of posts whose effect is there.
    pub async fn seen(&self, scene: &Scene) -> Vec<u64> {
        let mut seen = Vec::new();
        for event in scene.log().await {
            if self.saw(scene, &event).await {
                seen.push(event.position);
            }
        }
        seen
    }
}

#[async_trait]
impl Reader for Witness {
    fn name(&self) -> &'static str {
        self.name
    }

    fn wants(&self) -> &'static [&'static str] {
        &[
            "thoughts.post.published",
            "thoughts.post.edited",
            "thoughts.post.deleted",
        ]
    }

    async fn apply(
        &self,
        work: &mut dyn UnitOfWork,
        event: &LoggedEvent,
    ) -> Result<(), ReaderError> {
        let key = retry(&self.user, event.id.as_str());
        let now = Timestamp::from_micros(event.occurred_at.as_micros());
        work.answers().keep(&key, &an_answer(), now).await?;
        // After the effect: it must be taken back.
        let refused = self.refused.lock().expect("a set").contains(&event.id);
        assert!(self.name != "panics" || !refused, "told to panic");
        if refused {
            return Err(ReaderError::Event("told to refuse".to_owned()));
        }
        Ok(())
    }

    fn projection(&self) -> Option<&dyn Projection> {
        self.refills.as_ref().map(|refills| refills as _)
    }
}

#[async_trait]
impl Projection for Refills {
    async fn refill(
        &self,
        _work: &mut dyn UnitOfWork,
        after: Option<&str>,
    ) -> Result<Option<String>, ReaderError> {
        let step: u32 = after.map_or(0, |after| after.parse().expect("a number"));
        Ok((step + 1 < self.0).then(|| (step + 1).to_string()))
    }
}

/// The log's head, after everything that waited was moved into it.
pub async fn head(scene: &Scene) -> EventPosition {
    scene.sequence().await;
    scene.adapter.log.head().await.expect("head")
}

/// Steps until there is nothing left to do, and tells what came of each step.
pub async fn run_to_the_end(scene: &Scene, run: &mut ReaderRun) -> Vec<Progress> {
    let head = head(scene).await;
    let mut steps = Vec::new();
    loop {
        let progress = run.step(&head).await.expect("a step");
        steps.push(progress);
        if matches!(progress, Progress::Idle | Progress::Stopped) {
            return steps;
        }
        assert!(steps.len() < 1_000, "never done: {steps:?}");
    }
}
