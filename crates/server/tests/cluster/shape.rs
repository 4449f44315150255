//! `scripts/cluster`: what it says, and what it leaves behind.

use std::fs;
use std::net::TcpStream;

use crate::support::{LocalCluster, Pids, eventually, kill};

const SAID: [&str; 9] = [
    "database_url",
    "nginx_pid",
    "postgres_pid",
    "replica1",
    "replica1_pid",
    "replica2",
    "replica2_pid",
    "state",
    "url",
];
const PIDS: [&str; 4] = ["nginx_pid", "postgres_pid", "replica1_pid", "replica2_pid"];

fn entries(cluster: &LocalCluster) -> usize {
    fs::read_dir(cluster.folder()).expect("a folder").count()
}

#[test]
fn says_where_everything_is_and_leaves_nothing_behind() {
    let cluster = LocalCluster::up();
    let told = cluster.told();
    assert_eq!(told.keys().collect::<Vec<_>>(), SAID.each_ref());
    assert_eq!(told["url"], format!("http://127.0.0.1:{}", cluster.port()));
    let (status, now) = cluster.status();
    status.printed();
    assert_eq!(&now, told, "status says the same");
    let again = cluster.script("up").run();
    assert_eq!(again.printed(), status.stdout, "a second up starts nothing");
    for name in ["url", "replica1", "replica2"] {
        assert_eq!(
            cluster.client(name).get("/healthcheck").status,
            200,
            "{name}"
        );
    }
    assert!(fs::exists(&told["state"]).expect("a look"));
    assert!(
        told["state"].ends_with(&format!("-{}", cluster.port())),
        "{told:?}"
    );

    // A replica that is gone makes status fail, and is named by what is missing.
    kill(cluster.pid("replica1_pid"), "KILL");
    eventually("status to notice", || {
        let (status, now) = cluster.status();
        (status.code == Some(1) && now["replica1_pid"].is_empty()).then_some(())
    });

    let pids = Pids::with_descendants(&PIDS.map(|name| cluster.pid(name)));
    assert!(
        pids.len() > PIDS.len(),
        "those of PostgreSQL and Nginx too: {pids:?}"
    );
    cluster.down().printed();
    assert_eq!(pids.alive(), [] as [u32; 0]);
    assert_eq!(
        entries(&cluster),
        0,
        "no file in {}",
        cluster.folder().display()
    );
    for name in ["url", "replica1", "replica2"] {
        let address = told[name].trim_start_matches("http://");
        TcpStream::connect(address).expect_err("nobody listens any more");
    }
    let (status, _) = cluster.status();
    assert!(status.stderr.contains("no cluster on port"), "{status:?}");
    cluster.down().printed();
}

#[test]
fn two_stand_beside_each_other() {
    let [first, second] = [LocalCluster::up(), LocalCluster::up()];
    for name in SAID {
        assert_ne!(first.told()[name], second.told()[name], "{name}");
    }
    first.down().printed();
    let (status, now) = second.status();
    status.printed();
    assert_eq!(&now, second.told());
    assert_eq!(second.client("url").get("/v1/posts").status, 200);
}
