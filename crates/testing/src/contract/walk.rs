//! Walking a list to its end and back.

use thoughts_use_cases::paging::{Direction, Page, PageLimit, PageRequest};

/// A page limit.
pub fn limit(rows: u16) -> PageLimit {
    PageLimit::new(rows).expect("a limit from 1 to 100")
}

/// The first page of that many rows.
pub fn first<K>(rows: u16) -> PageRequest<K> {
    PageRequest::first(limit(rows))
}

/// The page that lies `way` from `edge`.
pub fn from<K>(rows: u16, way: Direction, edge: K) -> PageRequest<K> {
    PageRequest {
        limit: limit(rows),
        from: Some((way, edge)),
    }
}

/// Walks a list from its beginning to its end and back, page by page, and returns its rows in
/// order. Every page but the last of each way must be full, the ends must be where nothing
/// follows, and both ways must see the same rows.
pub async fn walk<T, K>(rows: u16, fetch: impl AsyncFn(PageRequest<K>) -> Page<T, K>) -> Vec<T>
where
    T: Clone + PartialEq + std::fmt::Debug,
    K: Copy + std::fmt::Debug,
{
    let full = usize::from(rows);
    let mut page = fetch(first(rows)).await;
    assert!(page.prev.is_none(), "nothing stands before the first page");
    let mut forward = page.items.clone();
    while let Some(next) = page.next {
        assert_eq!(
            page.items.len(),
            full,
            "a page that something follows is full"
        );
        page = fetch(from(rows, Direction::Forward, next)).await;
        assert!(
            !page.items.is_empty(),
            "`next` is none exactly when nothing follows"
        );
        assert!(page.prev.is_some(), "something stands before a later page");
        forward.extend(page.items.clone());
    }
    let mut backward = page.items.clone();
    while let Some(prev) = page.prev {
        page = fetch(from(rows, Direction::Backward, prev)).await;
        assert!(!page.items.is_empty(), "`prev` is none on the first page");
        assert!(page.next.is_some(), "something follows an earlier page");
        assert!(page.prev.is_none() || page.items.len() == full);
        backward.splice(0..0, page.items.clone());
    }
    assert_eq!(backward, forward, "both ways see the same rows");
    forward
}
