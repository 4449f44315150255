//! Knowing of ended sessions.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use thoughts_domain::ids::SessionId;
use thoughts_domain::time::Timestamp;
use thoughts_testing::SequentialIds;
use thoughts_use_cases::accounts::{ACCESS_TOKEN_LIFETIME, SessionLedger, SessionWatch};
use thoughts_use_cases::storage::StorageError;
use thoughts_use_cases::system::IdGenerator;

/// A ledger that counts questions and can be cut off.
#[derive(Default)]
struct Ledger {
    ended: Vec<(SessionId, Timestamp)>,
    cut_off: AtomicBool,
    asked: AtomicU32,
}

#[async_trait]
impl SessionLedger for Ledger {
    async fn ended_since(
        &self,
        since: Timestamp,
    ) -> Result<Vec<(SessionId, Timestamp)>, StorageError> {
        if self.cut_off.load(Ordering::SeqCst) {
            return Err(StorageError::Unavailable("cut off".into()));
        }
        let ended = self.ended.iter().filter(|(_, at)| *at >= since);
        Ok(ended.copied().collect())
    }

    async fn is_live(&self, id: SessionId) -> Result<bool, StorageError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        if self.cut_off.load(Ordering::SeqCst) {
            return Err(StorageError::Unavailable("cut off".into()));
        }
        Ok(self.ended.iter().all(|(ended, _)| *ended != id))
    }
}

const NOW: Timestamp = Timestamp::MAX;

fn at(seconds: u64) -> Timestamp {
    NOW.minus(Duration::from_hours(24))
        .plus(Duration::from_secs(seconds))
}

fn setting() -> (SessionId, SessionId, Arc<Ledger>, SessionWatch) {
    let ids = SequentialIds::default();
    let (live, ended) = (SessionId::new(ids.next()), SessionId::new(ids.next()));
    let ledger = Arc::new(Ledger {
        ended: vec![(ended, at(0))],
        ..Ledger::default()
    });
    let watch = SessionWatch::new(ledger.clone());
    (live, ended, ledger, watch)
}

#[tokio::test]
async fn before_the_first_look_the_ledger_is_asked() {
    let (live, ended, ledger, watch) = setting();
    assert_eq!(watch.is_ended(live, at(1)).await.ok(), Some(false));
    assert_eq!(watch.is_ended(ended, at(1)).await.ok(), Some(true));
    assert_eq!(ledger.asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn within_the_trusted_window_nothing_is_asked() {
    let (live, ended, ledger, watch) = setting();
    watch.refresh(at(1)).await.expect("a look");
    assert_eq!(watch.is_ended(live, at(2)).await.ok(), Some(false));
    assert_eq!(watch.is_ended(ended, at(2)).await.ok(), Some(true));
    assert_eq!(ledger.asked.load(Ordering::SeqCst), 0);
    assert_eq!(watch.is_ended(live, at(3)).await.ok(), Some(false));
    assert_eq!(
        ledger.asked.load(Ordering::SeqCst),
        1,
        "the look is too old"
    );
}

#[tokio::test]
async fn cut_off_it_trusts_nobody_whom_it_cannot_check() {
    let (live, ended, ledger, watch) = setting();
    watch.refresh(at(1)).await.expect("a look");
    ledger.cut_off.store(true, Ordering::SeqCst);
    assert!(watch.refresh(at(5)).await.is_err());
    assert!(watch.is_ended(live, at(5)).await.is_err());
    assert_eq!(
        watch.is_ended(ended, at(5)).await.ok(),
        Some(true),
        "what was known stays"
    );
}

#[tokio::test]
async fn an_end_noted_here_holds_at_once() {
    let (live, _, _, watch) = setting();
    watch.refresh(at(1)).await.expect("a look");
    watch.note_ended(live, at(1));
    assert_eq!(watch.is_ended(live, at(1)).await.ok(), Some(true));
}

#[tokio::test]
async fn notes_are_forgotten_once_no_token_can_be_about() {
    let (live, _, ledger, watch) = setting();
    watch.note_ended(live, at(0));
    let later = at(0).plus(ACCESS_TOKEN_LIFETIME + Duration::from_mins(2));
    watch.refresh(later).await.expect("a look");
    assert_eq!(watch.is_ended(live, later).await.ok(), Some(false));
    assert_eq!(ledger.asked.load(Ordering::SeqCst), 0);
}
