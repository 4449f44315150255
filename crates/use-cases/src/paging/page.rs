//! A page.

use super::{Direction, PageKey, PageRequest};

/// How the keys of a list follow each other in it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Order {
    /// The lowest key first.
    Ascending,
    /// The highest key first.
    Descending,
}

impl Order {
    /// The key right behind this one in the list.
    fn behind<K: PageKey>(self, key: &K) -> K {
        match self {
            Self::Ascending => key.after(),
            Self::Descending => key.before(),
        }
    }

    /// The key right before this one in the list.
    fn ahead<K: PageKey>(self, key: &K) -> K {
        match self {
            Self::Ascending => key.before(),
            Self::Descending => key.after(),
        }
    }
}

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

impl<T, K: PageKey> Page<T, K> {
    /// Puts a page together from what a storage fetched.
    ///
    /// `fetched` holds up to one row more than the limit, going away from the edge: in the list's
    /// order forward, against it backward. `follows` tells, for a backward page, whether a row
    /// stands at the edge or after it; a forward page does not look at it. A page that came out empty,
    /// because its rows went after its edge was given out, leads back to the row at the edge.
    #[must_use]
    pub fn assemble(
        mut fetched: Vec<T>,
        request: &PageRequest<K>,
        order: Order,
        follows: bool,
        key: impl Fn(&T) -> K,
    ) -> Self {
        let limit = usize::from(request.limit.get());
        let more = fetched.len() > limit;
        fetched.truncate(limit);
        let backward = request.is_backward();
        if backward {
            fetched.reverse();
        }
        let (first, last) = (fetched.first().map(&key), fetched.last().map(&key));
        let (next, prev) = match &request.from {
            None => (last.filter(|_| more), None),
            Some((Direction::Forward, edge)) => {
                let first = first.unwrap_or_else(|| order.behind(edge));
                (last.filter(|_| more), Some(first))
            }
            Some((Direction::Backward, edge)) => {
                let last = last.unwrap_or_else(|| order.ahead(edge));
                (follows.then_some(last), first.filter(|_| more))
            }
        };
        Self {
            items: fetched,
            next,
            prev,
        }
    }
}

impl<T, K> Page<T, K> {
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

    impl PageKey for u8 {
        fn before(&self) -> Self {
            self - 1
        }

        fn after(&self) -> Self {
            self + 1
        }
    }

    fn ask(from: Option<(Direction, u8)>) -> PageRequest<u8> {
        PageRequest {
            limit: PageLimit::new(2).expect("limit"),
            from,
        }
    }

    fn assemble(fetched: &[u8], from: Option<(Direction, u8)>, follows: bool) -> Page<u8, u8> {
        Page::assemble(
            fetched.to_vec(),
            &ask(from),
            Order::Ascending,
            follows,
            |row| *row,
        )
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
        assert_eq!(assemble(&[], from, false), page(&[], None, Some(3)));
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
        assert_eq!(assemble(&[], from, true), page(&[], Some(4), None));
    }

    #[test]
    fn an_empty_page_of_a_list_from_the_highest_leads_back_to_its_edge() {
        let empty = |from, follows| {
            Page::assemble(
                Vec::new(),
                &ask(Some(from)),
                Order::Descending,
                follows,
                |row: &u8| *row,
            )
        };
        assert_eq!(
            empty((Direction::Forward, 5), false),
            page(&[], None, Some(4))
        );
        assert_eq!(
            empty((Direction::Backward, 5), true),
            page(&[], Some(6), None)
        );
    }
}
