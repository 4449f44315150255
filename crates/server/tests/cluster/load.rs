//! Readers and writers at Nginx while something happens to the cluster.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use super::writer::Writer;
use crate::support::{LocalCluster, eventually};

const WRITERS: usize = 8;
/// Requests that a writer sends at most, whatever happens.
const LIMIT: usize = 4_000;

/// Eight who write and read.
pub struct Load(Vec<Writer>);

/// What came of it all.
#[derive(Debug, Default)]
pub struct Counts {
    pub sent: usize,
    /// Answers other than 2xx, and connections that broke.
    pub failed: Vec<String>,
    pub acknowledged: usize,
    /// Acknowledged writes that are not there exactly once, and writes that are there twice.
    pub lost: Vec<String>,
}

/// The load as whoever does something to the cluster sees it.
pub struct Watch {
    sent: AtomicUsize,
    over: AtomicBool,
}

impl Watch {
    /// Notes that so many requests more were sent.
    pub fn count(&self, sent: usize) {
        self.sent.fetch_add(sent, Ordering::Relaxed);
    }

    /// Whether it is time to stop.
    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    /// Waits until so many requests more were sent.
    pub fn await_requests(&self, count: usize) {
        let enough = self.sent.load(Ordering::Relaxed) + count;
        eventually("more requests", || {
            (self.sent.load(Ordering::Relaxed) >= enough).then_some(())
        });
    }
}

/// Has everybody work from before `event` begins until after it has ended.
pub fn during<W: Send>(
    workers: &mut [W],
    work: impl Fn(&mut W, &Watch) + Sync,
    event: impl FnOnce(&Watch),
) {
    let watch = Watch {
        sent: AtomicUsize::new(0),
        over: AtomicBool::new(false),
    };
    std::thread::scope(|scope| {
        for worker in workers {
            scope.spawn(|| work(worker, &watch));
        }
        // Also when the event panics: the threads are waited for.
        let _stop = Stop(&watch.over);
        watch.await_requests(200);
        event(&watch);
        watch.await_requests(200);
    });
}

impl Load {
    /// Registers the writers, through Nginx.
    pub fn prepare(cluster: &LocalCluster) -> Self {
        let edge = cluster.client("url");
        let writers =
            (0..WRITERS).map(|number| Writer::register(&edge, &format!("writer{number}")));
        Self(writers.collect())
    }

    /// The same, who edit too: a PATCH carries no key, so that nobody sends it again when it fails.
    pub fn with_edits(cluster: &LocalCluster) -> Self {
        let mut load = Self::prepare(cluster);
        for writer in &mut load.0 {
            writer.edits = true;
        }
        load
    }

    /// Lets everybody write from before `event` begins until after it has ended.
    pub fn during(&mut self, event: impl FnOnce(&Watch)) {
        during(&mut self.0, write, event);
    }

    /// Looks for everything that was acknowledged, on the replica of this name.
    pub fn verified(&self, cluster: &LocalCluster, name: &str) -> Counts {
        let mut counts = Counts::default();
        for writer in &self.0 {
            writer.verify(&cluster.client(name), &mut counts);
        }
        counts
    }
}

impl Counts {
    /// One line for a report.
    pub fn line(&self) -> String {
        format!(
            "{} requests sent, {} failed; {} writes acknowledged, {} lost or doubled",
            self.sent,
            self.failed.len(),
            self.acknowledged,
            self.lost.len()
        )
    }
}

fn write(writer: &mut Writer, watch: &Watch) {
    let mut round = 0;
    while !watch.is_over() && writer.sent() < LIMIT {
        let before = writer.sent();
        writer.round(round);
        watch.count(writer.sent() - before);
        round += 1;
        // Leaves the machine some time for what happens to the cluster.
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Tells others to stop when it is dropped.
pub struct Stop<'a>(pub &'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
