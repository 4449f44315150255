//! Knowing of ended sessions and changed standings.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use thoughts_domain::accounts::{Role, Standing};
use thoughts_domain::ids::{SessionId, UserId};
use thoughts_domain::time::Timestamp;
use thoughts_testing::SequentialIds;
use thoughts_use_cases::accounts::{
    ACCESS_TOKEN_LIFETIME, SessionLedger, SessionWatch, StandingNote,
};
use thoughts_use_cases::storage::StorageError;
use thoughts_use_cases::system::IdGenerator;

/// A ledger that counts questions and can be cut off.
#[derive(Default)]
struct Ledger {
    ended: Vec<(SessionId, Timestamp)>,
    notes: Mutex<Vec<StandingNote>>,
    cut_off: AtomicBool,
    asked: AtomicU32,
}

impl Ledger {
    fn reached(&self) -> Result<(), StorageError> {
        if self.cut_off.load(Ordering::SeqCst) {
            return Err(StorageError::Unavailable("cut off".into()));
        }
        Ok(())
    }

    fn note(&self, user_id: UserId, standing: Option<Standing>, at: Timestamp) {
        self.notes.lock().expect("notes").push(StandingNote {
            user_id,
            standing,
            at,
        });
    }
}

#[async_trait]
impl SessionLedger for Ledger {
    async fn ended_since(
        &self,
        since: Timestamp,
    ) -> Result<Vec<(SessionId, Timestamp)>, StorageError> {
        self.reached()?;
        let ended = self.ended.iter().filter(|(_, at)| *at >= since);
        Ok(ended.copied().collect())
    }

    async fn noted_since(&self, since: Timestamp) -> Result<Vec<StandingNote>, StorageError> {
        self.reached()?;
        let notes = self.notes.lock().expect("notes");
        Ok(notes.iter().filter(|n| n.at >= since).copied().collect())
    }

    async fn standing(
        &self,
        user: UserId,
        session: Option<SessionId>,
    ) -> Result<Option<Standing>, StorageError> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        self.reached()?;
        let live = self.ended.iter().all(|(ended, _)| Some(*ended) != session);
        let notes = self.notes.lock().expect("notes");
        let latest = notes.iter().rfind(|note| note.user_id == user);
        let standing = latest.map_or(Some(Standing::default()), |note| note.standing);
        Ok(standing.filter(|_| live))
    }
}

const NOW: Timestamp = Timestamp::MAX;

fn at(seconds: u64) -> Timestamp {
    NOW.minus(Duration::from_hours(24))
        .plus(Duration::from_secs(seconds))
}

struct Setting {
    user: UserId,
    live: SessionId,
    ended: SessionId,
    ledger: Arc<Ledger>,
    watch: SessionWatch,
}

fn setting() -> Setting {
    let ids = SequentialIds::default();
    let ended = SessionId::new(ids.next());
    let ledger = Arc::new(Ledger {
        ended: vec![(ended, at(0))],
        ..Ledger::default()
    });
    Setting {
        user: UserId::new(ids.next()),
        live: SessionId::new(ids.next()),
        ended,
        watch: SessionWatch::new(ledger.clone()),
        ledger,
    }
}

const OPERATOR: Standing = Standing::of(Role::Operator);
const USER: Standing = Standing::of(Role::User);

impl Setting {
    /// What a token of that session, which says operator, is good for; none when it is not.
    async fn of(&self, session: SessionId, now: Timestamp) -> Option<Standing> {
        let standing = self
            .watch
            .standing(self.user, Some(session), OPERATOR, now)
            .await;
        standing.expect("a look")
    }

    fn asked(&self) -> u32 {
        self.ledger.asked.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn before_the_first_look_the_ledger_is_asked() {
    let setting = setting();
    let (live, ended) = (setting.live, setting.ended);
    assert_eq!(setting.of(live, at(1)).await, Some(USER));
    assert_eq!(setting.of(ended, at(1)).await, None);
    assert_eq!(setting.asked(), 2);
}

#[tokio::test]
async fn within_the_trusted_window_nothing_is_asked() {
    let setting = setting();
    let (live, ended) = (setting.live, setting.ended);
    setting.watch.refresh(at(1)).await.expect("a look");
    assert_eq!(setting.of(live, at(2)).await, Some(OPERATOR));
    assert_eq!(setting.of(ended, at(2)).await, None);
    assert_eq!(setting.asked(), 0);
    assert_eq!(setting.of(live, at(3)).await, Some(USER));
    assert_eq!(setting.asked(), 1, "the look is too old");
}

#[tokio::test]
async fn cut_off_it_trusts_nobody_whom_it_cannot_check() {
    let setting = setting();
    setting.watch.refresh(at(1)).await.expect("a look");
    setting.ledger.cut_off.store(true, Ordering::SeqCst);
    assert!(setting.watch.refresh(at(5)).await.is_err());
    let (user, live) = (setting.user, Some(setting.live));
    let unchecked = setting.watch.standing(user, live, OPERATOR, at(5)).await;
    assert!(unchecked.is_err());
    let known = setting.of(setting.ended, at(5)).await;
    assert_eq!(known, None, "what was known stays");
}

#[tokio::test]
async fn an_end_noted_here_holds_at_once() {
    let setting = setting();
    setting.watch.refresh(at(1)).await.expect("a look");
    setting.watch.note_ended(setting.live, at(1));
    assert_eq!(setting.of(setting.live, at(1)).await, None);
}

#[tokio::test]
async fn notes_are_forgotten_once_no_token_can_be_about() {
    let setting = setting();
    setting.watch.note_ended(setting.live, at(0));
    setting
        .watch
        .note_standing(setting.user, None, at(0), at(0));
    let later = at(0).plus(ACCESS_TOKEN_LIFETIME + Duration::from_mins(2));
    setting.watch.refresh(later).await.expect("a look");
    assert_eq!(setting.of(setting.live, later).await, Some(OPERATOR));
    assert_eq!(setting.asked(), 0);
}

#[tokio::test]
async fn a_standing_that_the_ledger_notes_counts_more_than_the_token() {
    let setting = setting();
    let suspended = Standing {
        suspended: true,
        ..USER
    };
    setting.watch.refresh(at(1)).await.expect("a look");
    setting.ledger.note(setting.user, Some(suspended), at(1));
    setting.watch.refresh(at(2)).await.expect("a look");
    assert_eq!(setting.of(setting.live, at(2)).await, Some(suspended));
    setting.ledger.note(setting.user, None, at(3));
    setting.watch.refresh(at(3)).await.expect("a look");
    assert_eq!(setting.of(setting.live, at(3)).await, None);
    assert_eq!(setting.asked(), 0);
}

#[tokio::test]
async fn a_standing_noted_here_holds_at_once_and_is_not_undone_by_an_older_look() {
    let setting = setting();
    setting.watch.refresh(at(1)).await.expect("a look");
    setting.ledger.note(setting.user, Some(OPERATOR), at(0));
    setting
        .watch
        .note_standing(setting.user, Some(USER), at(1), at(1));
    assert_eq!(setting.of(setting.live, at(1)).await, Some(USER));
    setting.watch.refresh(at(2)).await.expect("a look");
    assert_eq!(setting.of(setting.live, at(2)).await, Some(USER));
}

#[tokio::test]
async fn whoever_has_no_session_of_ours_is_watched_by_user() {
    let setting = setting();
    setting.watch.refresh(at(1)).await.expect("a look");
    let (watch, user) = (&setting.watch, setting.user);
    let told = watch.standing(user, None, OPERATOR, at(1)).await;
    assert_eq!(told.ok(), Some(Some(OPERATOR)));
    watch.note_standing(user, None, at(1), at(1));
    let told = watch.standing(user, None, OPERATOR, at(1)).await;
    assert_eq!(told.ok(), Some(None));
}
