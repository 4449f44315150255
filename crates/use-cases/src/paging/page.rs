//! A page.

use super::{Direction, PageRequest};

/// A page, in the list's own order, and the edges to go on from.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Page<T, K> {
    /// The rows.
    pub items: Vec<T>,
    /// Go [`Direction::Forward`] from here; none exactly when nothing follows.
    pub next: Option<K>,
    /// Go [`Direction::Backward`] from here; none on the first page.
    pub prev: Option<K>,
}

impl<T, K: Clone> Page<T, K> {
    /// Puts a page together from what a storage fetched.
    ///
    /// `fetched` holds up to one row more than the limit, going away from the edge: in the list's
    /// order forward, against it backward. `follows` tells, for a backward page, whether a row
    /// stands at the edge or after it; a forward page does not look at it.
    #[must_use]
    pub fn assemble(
        mut fetched: Vec<T>,
        request: &PageRequest<K>,
        follows: bool,
        key: impl Fn(&T) -> K,
    ) -> Self {
        let limit = usize::from(request.limit.get());
        let more = fetched.len() > limit;
        fetched.truncate(limit);
        let edge = request.edge().cloned();
        let backward = request.is_backward();
        if backward {
            fetched.reverse();
        }
        let first = fetched.first().map(&key).or_else(|| edge.clone());
        let last = fetched.last().map(&key).or(edge);
        let (next, prev) = match &request.from {
            None => (last.filter(|_| more), None),
            Some((Direction::Forward, _)) => (last.filter(|_| more), first),
            Some((Direction::Backward, _)) => (last.filter(|_| follows), first.filter(|_| more)),
        };
        Self {
            items: fetched,
            next,
            prev,
        }
    }

    /// The one page of an empty list.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            items: Vec::new(),
            next: None,
            prev: None,
        }
    }

    /// The same page over other rows.
    #[must_use]
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U, K> {
        Page {
            items: self.items.into_iter().map(change).collect(),
            next: self.next,
            prev: self.prev,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paging::PageLimit;

    fn ask(from: Option<(Direction, u8)>) -> PageRequest<u8> {
        PageRequest {
            limit: PageLimit::new(2).expect("limit"),
            from,
        }
    }

    fn assemble(fetched: &[u8], from: Option<(Direction, u8)>, follows: bool) -> Page<u8, u8> {
        Page::assemble(fetched.to_vec(), &ask(from), follows, |row| *row)
    }

    fn page(items: &[u8], next: Option<u8>, prev: Option<u8>) -> Page<u8, u8> {
        Page {
            items: items.to_vec(),
            next,
            prev,
        }
    }

    #[test]
    fn forward() {
        let from = Some((Direction::Forward, 2));
        assert_eq!(
            assemble(&[1, 2, 3], None, false),
            page(&[1, 2], Some(2), None)
        );
        assert_eq!(assemble(&[1, 2], None, false), page(&[1, 2], None, None));
        assert_eq!(
            assemble(&[3, 4, 5], from, false),
            page(&[3, 4], Some(4), Some(3))
        );
        assert_eq!(assemble(&[3, 4], from, false), page(&[3, 4], None, Some(3)));
        assert_eq!(assemble(&[], from, false), page(&[], None, Some(2)));
    }

    #[test]
    fn backward() {
        let from = Some((Direction::Backward, 5));
        assert_eq!(
            assemble(&[4, 3, 2], from, true),
            page(&[3, 4], Some(4), Some(3))
        );
        assert_eq!(assemble(&[4, 3], from, true), page(&[3, 4], Some(4), None));
        assert_eq!(assemble(&[4, 3], from, false), page(&[3, 4], None, None));
        assert_eq!(assemble(&[], from, true), page(&[], Some(5), None));
    }
}
