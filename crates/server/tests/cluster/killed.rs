//! A replica that ends without a word.

use super::load::Load;
use crate::support::{LocalCluster, kill};

#[test]
fn a_replica_killed_under_load_loses_nothing_that_was_acknowledged() {
    let cluster = LocalCluster::up();
    let mut load = Load::with_edits(&cluster);
    load.during(|watch| {
        kill(cluster.pid("replica1_pid"), "KILL");
        watch.await_requests(800);
    });

    let counts = load.verified(&cluster, "replica2");
    println!("killed: {}", counts.line());
    assert_eq!(counts.lost, [] as [&str; 0], "{:?}", counts.failed);
    for failure in &counts.failed {
        // What may be sent again was sent to the other replica, without the client's doing.
        assert!(failure.starts_with("PATCH "), "{:?}", counts.failed);
    }
    cluster.assert_sound();

    let now = cluster.restart();
    assert_ne!(now["replica1_pid"], cluster.told()["replica1_pid"]);
    assert_eq!(
        now["replica1"],
        cluster.told()["replica1"],
        "its port stays"
    );
    let counts = load.verified(&cluster, "replica1");
    assert_eq!(counts.lost, [] as [&str; 0], "the revived one has it all");
}
