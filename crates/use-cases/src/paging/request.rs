//! Which page is asked for.

use thiserror::Error;

/// How many rows a page holds at the most: 1 to 100.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PageLimit(u16);

/// The limit lies outside of 1 to 100.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("is not from 1 to 100")]
pub struct PageLimitError;

impl PageLimit {
    /// Checks a limit.
    pub fn new(limit: u16) -> Result<Self, PageLimitError> {
        if (1..=100).contains(&limit) {
            Ok(Self(limit))
        } else {
            Err(PageLimitError)
        }
    }

    /// The limit.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// One more than the limit: the row that tells whether more follows.
    #[must_use]
    pub const fn and_one(self) -> i64 {
        self.0 as i64 + 1
    }
}

impl Default for PageLimit {
    fn default() -> Self {
        Self(20)
    }
}

/// Which way a page lies from the edge, in the list's own order.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Direction {
    /// After it.
    Forward,
    /// Before it.
    Backward,
}

/// Which page is asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PageRequest<K> {
    /// How many rows.
    pub limit: PageLimit,
    /// Where from; none means the list's beginning.
    pub from: Option<(Direction, K)>,
}

impl<K> PageRequest<K> {
    /// The first page.
    #[must_use]
    pub const fn first(limit: PageLimit) -> Self {
        Self { limit, from: None }
    }

    /// Whether rows are to be fetched against the list's order.
    #[must_use]
    pub const fn is_backward(&self) -> bool {
        matches!(self.from, Some((Direction::Backward, _)))
    }

    /// The edge, whichever way the page lies.
    #[must_use]
    pub const fn edge(&self) -> Option<&K> {
        match &self.from {
            Some((_, key)) => Some(key),
            None => None,
        }
    }
}
