//! Every list of the `OpenAPI` document, walked by its cursors to the end and back in pages of any size
//! while others write, delete and block: what was there when the walk began and still is, is seen
//! exactly once. A list that this test does not know fails it.

mod town;

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use thoughts_use_cases::ranked::RANKING_FRESHNESS;

use self::town::{KINDS, Town};
use crate::support::operations;

/// How many rows every list gets.
const ROWS: usize = 8;
/// A walk that takes more pages than this does not come to its end.
const PATIENCE: usize = 1_000;
/// One page's size, and what happens before it is asked for.
type Turn = (usize, Vec<(usize, usize)>);

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    vec((1..=4_usize, vec((0..KINDS, 0..100_usize), 0..4)), 10)
}

/// A walk through one list.
struct Walk<'w> {
    town: &'w mut Town,
    list: String,
    began: Vec<String>,
    stayed: BTreeSet<String>,
}

impl<'w> Walk<'w> {
    async fn begin(town: &'w mut Town, list: &str) -> Self {
        if town.whole(list).await.len() < ROWS {
            town.fill().await;
        }
        if ["top", "search", "trending"]
            .iter()
            .any(|ranked| list.contains(ranked))
        {
            // Long enough for a new ranking.
            town.world.clock.advance(RANKING_FRESHNESS);
        }
        let began = town.whole(list).await;
        assert!(began.len() > 4, "{list}: {began:?}");
        Self {
            town,
            list: list.to_owned(),
            stayed: began.iter().cloned().collect(),
            began,
        }
    }

    async fn happen(&mut self, moves: &[(usize, usize)]) {
        for one in moves {
            self.town.happen(*one).await;
            // After each: what is taken away and put back by the next has moved.
            let now: BTreeSet<_> = self.town.whole(&self.list).await.into_iter().collect();
            self.stayed.retain(|row| now.contains(row));
        }
    }

    async fn through(mut self, turns: &[Turn]) {
        let mut turns = turns
            .iter()
            .cloned()
            .chain(std::iter::repeat((3, Vec::new())));
        let mut turn = || turns.next().expect("endless");
        let (size, _) = turn();
        let mut page = self.town.page(&self.list, size, None).await;
        let mut seen = page.rows.clone();
        let mut pages = 0;
        while let Some(next) = page.next {
            let (size, moves) = turn();
            self.happen(&moves).await;
            page = self.town.page(&self.list, size, Some(&next)).await;
            let full = page.next.is_none() || page.rows.len() == size;
            assert!(full, "{}: a page that something follows is full", self.list);
            seen.extend(page.rows.clone());
            pages += 1;
            assert!(pages < PATIENCE, "{} has no end", self.list);
        }
        self.verify(&seen);

        let mut seen = page.rows.clone();
        while let Some(prev) = page.prev {
            let (size, moves) = turn();
            self.happen(&moves).await;
            page = self.town.page(&self.list, size, Some(&prev)).await;
            seen.splice(0..0, page.rows.clone());
            pages += 1;
            assert!(pages < PATIENCE, "{} has no beginning", self.list);
        }
        self.verify(&seen);
    }

    fn verify(&self, seen: &[String]) {
        let once: BTreeSet<_> = seen.iter().collect();
        assert_eq!(
            once.len(),
            seen.len(),
            "{}: seen twice: {seen:?}",
            self.list
        );
        let stayed = |rows: &[String]| -> Vec<String> {
            let rows = rows.iter().filter(|row| self.stayed.contains(*row));
            rows.cloned().collect()
        };
        assert_eq!(stayed(seen), stayed(&self.began), "{}: {seen:?}", self.list);
    }
}

#[tokio::test]
async fn what_stays_is_seen_once_while_others_write_delete_and_block() {
    let mut runner = TestRunner::default();
    let mut town = Town::found().await;
    let lists = operations()
        .into_iter()
        .filter(|operation| operation.method == "GET" && operation.takes("cursor"));
    let mut walked = 0;
    for template in lists.map(|operation| operation.path) {
        for list in town.addresses(&template) {
            let turns = turns().new_tree(&mut runner).expect("turns").current();
            // Shown only when the test fails, so that the walk can be told again.
            println!("{list}: {turns:?}");
            Walk::begin(&mut town, &list).await.through(&turns).await;
            walked += 1;
        }
    }
    assert!(walked > 15, "only {walked} lists were walked");
}
