//! Every list, walked to its end and back in pages of any size while others write, delete and block:
//! what was there when the walk began and still is, is seen exactly once.

mod lists;
mod moves;
mod town;

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use thoughts_use_cases::paging::{Direction, Page, PageRequest};

use super::Scene;
use super::walk::{first, from, limit};
use lists::{Edge, LISTS, List};
use moves::{Move, a_move};
use town::Town;

/// How often each list is walked.
const ROUNDS: usize = 2;
/// Fewer rows than this show nothing.
const ENOUGH: usize = 5;
/// A walk that takes more pages than this does not come to its end.
const PATIENCE: usize = 1_000;

/// The lists that are walked, as `room::method`.
#[doc(hidden)]
pub fn names() -> impl Iterator<Item = &'static str> {
    LISTS.iter().map(|list| list.method)
}

/// One page and what happens before it is asked for.
type Turn = (u16, Vec<Move>);

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    vec((1..=4_u16, vec(a_move(), 0..4)), 12)
}

pub async fn what_stays_is_seen_once_while_others_write_delete_and_block(scene: &Scene) {
    let mut runner = TestRunner::default();
    let mut town = Town::found(scene).await;
    for round in 0..ROUNDS {
        for list in LISTS {
            let turns = turns().new_tree(&mut runner).expect("turns").current();
            // Shown only when the test fails, so that the walk can be told again.
            #[expect(clippy::print_stdout, reason = "captured by the test harness")]
            {
                println!("round {round}, {} {}: {turns:?}", list.method, list.about);
            }
            let mut walk = Walk::begin(&mut town, list).await;
            let (there, back) = turns.split_at(turns.len() / 2);
            let last = walk.forward(there).await;
            walk.backward(last, back).await;
        }
    }
}

/// A walk through one list.
struct Walk<'w, 's> {
    town: &'w mut Town<'s>,
    list: &'static List,
    /// The rows when it began.
    began: Vec<String>,
    /// Those of them that were there whenever somebody looked.
    stayed: BTreeSet<String>,
}

impl<'w, 's> Walk<'w, 's> {
    async fn begin(town: &'w mut Town<'s>, list: &'static List) -> Self {
        town.settle().await;
        let mut began = whole(town, list).await;
        if began.len() < ENOUGH {
            town.fill().await;
            began = whole(town, list).await;
        }
        assert!(began.len() >= ENOUGH, "{}: {began:?}", list.method);
        let stayed = began.iter().cloned().collect();
        Self {
            town,
            list,
            began,
            stayed,
        }
    }

    /// To the end; gives the last page.
    async fn forward(&mut self, turns: &[Turn]) -> Page<String, Edge> {
        let mut turns = turns.iter();
        let (rows, _) = next_turn(&mut turns);
        let mut page = self.page(first(rows), rows).await;
        assert!(page.prev.is_none(), "nothing stands before the first page");
        let mut seen = page.items.clone();
        for _ in 0..PATIENCE {
            let Some(next) = page.next else {
                self.verify(&seen);
                return page;
            };
            let (rows, moves) = next_turn(&mut turns);
            self.happen(&moves).await;
            page = self.page(from(rows, Direction::Forward, next), rows).await;
            seen.extend(page.items.clone());
        }
        panic!("{} has no end", self.list.method);
    }

    /// From the last page back to the beginning.
    async fn backward(&mut self, last: Page<String, Edge>, turns: &[Turn]) {
        if !self.list.retained {
            self.began = whole(self.town, self.list).await;
            self.stayed = self.began.iter().cloned().collect();
        }
        let mut turns = turns.iter();
        let mut seen = last.items.clone();
        let mut page = last;
        for _ in 0..PATIENCE {
            let Some(prev) = page.prev else {
                self.verify(&seen);
                return;
            };
            let (rows, moves) = next_turn(&mut turns);
            self.happen(&moves).await;
            let request = from(rows, Direction::Backward, prev);
            page = self.page(request, rows).await;
            seen.splice(0..0, page.items.clone());
        }
        panic!("{} has no beginning", self.list.method);
    }

    /// Lets things happen, and looks what is still there.
    async fn happen(&mut self, moves: &[Move]) {
        for next in moves {
            self.town.take(*next).await;
            self.town.catch_up(self.list).await;
            // After each: what one takes away and the next puts back has not stayed, it stands
            // somewhere else.
            let now: BTreeSet<_> = whole(self.town, self.list).await.into_iter().collect();
            self.stayed.retain(|row| now.contains(row));
        }
    }

    async fn page(&self, request: PageRequest<Edge>, rows: u16) -> Page<String, Edge> {
        let backward = request.is_backward();
        let page = (self.list.page)(self.town, request).await;
        let more = if backward { page.prev } else { page.next };
        assert!(
            more.is_none() || page.items.len() == usize::from(rows),
            "{}: a page that something follows is full",
            self.list.method
        );
        page
    }

    fn verify(&self, seen: &[String]) {
        let name = self.list.method;
        let once: BTreeSet<_> = seen.iter().collect();
        assert_eq!(once.len(), seen.len(), "{name}: seen twice: {seen:?}");
        let stayed = |rows: &[String]| -> Vec<String> {
            let rows = rows.iter().filter(|row| self.stayed.contains(*row));
            rows.cloned().collect()
        };
        assert_eq!(stayed(seen), stayed(&self.began), "{name}: {seen:?}");
    }
}

/// The whole list at this moment.
async fn whole(town: &Town<'_>, list: &List) -> Vec<String> {
    let mut rows = Vec::new();
    let mut request = PageRequest::first(limit(100));
    loop {
        let page = (list.page)(town, request).await;
        rows.extend(page.items);
        let Some(next) = page.next else { return rows };
        request = from(100, Direction::Forward, next);
    }
}

/// The next turn; a longer walk goes on in small pages while nothing happens.
fn next_turn<'t>(turns: &mut impl Iterator<Item = &'t Turn>) -> Turn {
    turns.next().cloned().unwrap_or((3, Vec::new()))
}
