//! Workers are kept at work, and end together.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use thoughts_server::workers::Workers;

/// Counts its starts; panics at the first, ends at the second, works on from the third.
async fn clumsy(starts: Arc<AtomicU32>) {
    match starts.fetch_add(1, Ordering::SeqCst) {
        0 => panic!("clumsy"),
        1 => {}
        _ => std::future::pending().await,
    }
}

#[tokio::test(start_paused = true)]
async fn a_worker_that_fails_or_ends_starts_again() {
    let starts = Arc::new(AtomicU32::new(0));
    let mut workers = Workers::default();
    let counted = Arc::clone(&starts);
    workers.add("clumsy", move || clumsy(Arc::clone(&counted)));
    while starts.load(Ordering::SeqCst) < 3 {
        tokio::task::yield_now().await;
        tokio::time::advance(std::time::Duration::from_millis(100)).await;
    }
    // Ends one that would work for ever.
    workers.stop().await;
    assert_eq!(starts.load(Ordering::SeqCst), 3);
}
