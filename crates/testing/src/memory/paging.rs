//! Pages over rows in the order of their list.

use thoughts_use_cases::paging::{Direction, Order, Page, PageKey, PageRequest};

/// The page of `rows`, which stand in the list's order; `before` tells which of two keys comes
/// first in it.
pub fn page_of<T: Clone, K: PageKey + Copy>(
    rows: &[T],
    request: &PageRequest<K>,
    key: impl Fn(&T) -> K,
    before: impl Fn(K, K) -> bool,
) -> Page<T, K> {
    let count = usize::from(request.limit.get()) + 1;
    let mut follows = false;
    let fetched: Vec<T> = match request.from {
        None => rows.iter().take(count).cloned().collect(),
        Some((Direction::Forward, edge)) => rows
            .iter()
            .filter(|row| before(edge, key(row)))
            .take(count)
            .cloned()
            .collect(),
        Some((Direction::Backward, edge)) => {
            follows = rows.iter().any(|row| !before(key(row), edge));
            rows.iter()
                .rev()
                .filter(|row| before(key(row), edge))
                .take(count)
                .cloned()
                .collect()
        }
    };
    let order = match request.edge() {
        Some(edge) if before(*edge, edge.before()) => Order::Descending,
        _ => Order::Ascending,
    };
    Page::assemble(fetched, request, order, follows, key)
}
