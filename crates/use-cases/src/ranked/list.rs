//! From the members of a generation to a page.

use std::collections::HashMap;

use thoughts_domain::ids::RankingId;

use super::{RANKING_FRESHNESS, RANKING_RETENTION, RankedLists};
use crate::paging::{Order, Page, PageRequest, RankKey};
use crate::storage::StorageError;
use crate::system::{Clock, IdGenerator};

/// A ranked list.
pub(crate) struct RankedList<'a> {
    /// Keeps its generations.
    pub(crate) lists: &'a dyn RankedLists,
    /// Tells the time.
    pub(crate) clock: &'a dyn Clock,
    /// Makes ids.
    pub(crate) ids: &'a dyn IdGenerator,
    /// Says which list it is.
    pub(crate) scope: String,
    /// Which generations are worth being kept.
    pub(crate) keep: Keep,
}

/// Which generations are worth being kept.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Keep {
    /// Those that do not fit on the first page.
    WhatGoesOn,
    /// All that hold something: to rank is dear.
    All,
}

/// The order of one moment.
pub(crate) struct Generation {
    id: RankingId,
    members: Vec<String>,
}

impl RankedList<'_> {
    /// The generation that a page is cut out of: the one that the cursor names, none when it is
    /// not kept any more; for a first page the newest, made by `rank` unless one is fresh enough.
    pub(crate) async fn generation(
        &self,
        page: &PageRequest<RankKey>,
        rank: impl Future<Output = Result<Vec<String>, StorageError>> + Send,
    ) -> Result<Option<Generation>, StorageError> {
        let now = self.clock.now();
        if let Some(edge) = page.edge() {
            let (id, oldest) = (edge.generation, now.minus(RANKING_RETENTION));
            let members = self.lists.generation(&self.scope, id, oldest).await?;
            return Ok(members.map(|members| Generation { id, members }));
        }
        let fresh = now.minus(RANKING_FRESHNESS);
        if let Some((id, members)) = self.lists.newest(&self.scope, fresh).await? {
            return Ok(Some(Generation { id, members }));
        }
        let members = rank.await?;
        let id = RankingId::new(self.ids.next());
        let goes_on = members.len() > usize::from(page.limit.get());
        if goes_on || (self.keep == Keep::All && !members.is_empty()) {
            self.lists.keep(&self.scope, id, &members, now).await?;
        }
        Ok(Some(Generation { id, members }))
    }
}

/// What is to be read for a page.
pub(crate) struct Cut<'a> {
    /// The members that may stand on it, in the order in which they are wanted.
    pub(crate) wanted: Vec<&'a str>,
    /// How many rows of them at the most.
    pub(crate) most: u32,
    /// For a backward page, those at its edge or behind it: whether one of them is there tells
    /// whether something follows.
    pub(crate) behind: Vec<&'a str>,
}

impl Generation {
    /// What is to be read for a page.
    pub(crate) fn cut(&self, request: &PageRequest<RankKey>) -> Cut<'_> {
        let place = request.edge().map_or(0, |key| key.place as usize);
        let (before, from) = self.members.split_at(place.min(self.members.len()));
        let (wanted, behind) = if request.is_backward() {
            (texts(before).rev().collect(), texts(from).collect())
        } else {
            // The edge itself stood on the page before.
            let seen = usize::from(request.edge().is_some());
            (texts(from).skip(seen).collect(), Vec::new())
        };
        Cut {
            wanted,
            most: u32::from(request.limit.get()) + 1,
            behind,
        }
    }

    /// The page of the rows that were read for it: what has gone or is hidden from the reader was
    /// left out, and it is full all the same. `name` says which member a row is.
    pub(crate) fn page<T>(
        &self,
        request: &PageRequest<RankKey>,
        found: Vec<T>,
        follows: bool,
        name: impl Fn(&T) -> String,
    ) -> Page<T, RankKey> {
        let places: HashMap<&str, u32> = texts(&self.members).zip(0..).collect();
        let rows = found.into_iter().filter_map(|row| {
            let place = *places.get(name(&row).as_str())?;
            Some((place, row))
        });
        let page = Page::assemble(
            rows.collect(),
            request,
            Order::Ascending,
            follows,
            |(place, _)| RankKey {
                generation: self.id,
                place: *place,
            },
        );
        page.map(|(_, row)| row)
    }
}

fn texts(members: &[String]) -> impl DoubleEndedIterator<Item = &str> {
    members.iter().map(String::as_str)
}
