//! `scripts/cluster`: what it says, and what it leaves behind.

use std::fs;
use std::net::TcpStream;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use crate::support::{LocalCluster, Pids, Script, eventually, kill};

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

#[test]
fn a_port_that_is_taken_is_told_before_anything_starts() {
    let folder = tempfile::tempdir().expect("a folder");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("its address").port().to_string();
    for (value, told) in [
        (port.as_str(), "is taken"),
        ("http", "not a port"),
        ("0", "not a port"),
        ("65536", "not a port"),
    ] {
        let up = Script::new("cluster", &["up"])
            .var("CLUSTER_PORT", value)
            .var("TMPDIR", folder.path())
            .run();
        assert_eq!((up.code, up.stderr.lines().count()), (Some(1), 1), "{up:?}");
        assert!(
            up.stderr.contains(told) && up.stderr.contains("CLUSTER_PORT"),
            "{up:?}"
        );
    }
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[test]
fn a_folder_of_somebody_else_is_not_believed() {
    let folder = tempfile::tempdir().expect("a folder");
    let elsewhere = tempfile::tempdir().expect("a folder");
    let ran = elsewhere.path().join("ran");
    let program = elsewhere.path().join("program");
    fs::write(&program, format!("#!/bin/sh\ntouch {}\n", ran.display())).expect("a program");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("its mode");
    let settings = format!("{}\n20001\n20002\n20003\n", program.display());
    fs::write(elsewhere.path().join("settings"), settings).expect("settings");
    fs::write(elsewhere.path().join("environment"), "PATH=/nowhere\0").expect("variables");
    let user = fs::metadata(folder.path()).expect("a folder").uid();
    let state = folder.path().join(format!("thoughts-cluster-{user}-19"));
    std::os::unix::fs::symlink(elsewhere.path(), &state).expect("a link");
    for command in ["up", "status", "restart", "down"] {
        let refused = Script::new("cluster", &[command])
            .var("CLUSTER_PORT", "19")
            .var("TMPDIR", folder.path())
            .run();
        assert_eq!(refused.code, Some(1), "{command}: {refused:?}");
        assert!(refused.stderr.contains("somebody else"), "{refused:?}");
    }
    assert!(
        program.exists() && !ran.exists(),
        "nothing was run or removed"
    );
}

#[test]
fn what_an_interrupted_start_has_left_goes_by_down() {
    let cluster = LocalCluster::up();
    let state = std::path::PathBuf::from(&cluster.told()["state"]);
    // As if `up` had been killed before it wrote anything down about the second replica.
    kill(cluster.pid("replica2_pid"), "KILL");
    fs::remove_file(state.join("replica2.pid")).expect("removed");
    let again = cluster.script("up").run();
    assert_eq!(again.code, Some(1), "{again:?}");
    assert!(again.stderr.contains("restart or down"), "{again:?}");
    fs::remove_file(state.join("settings")).expect("removed");
    for command in ["up", "status", "restart"] {
        let refused = cluster.script(command).run();
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(refused.stderr.contains("use down"), "{refused:?}");
    }
    cluster.down().printed();
    assert_eq!(entries(&cluster), 0);
}

#[test]
fn a_start_that_fails_half_way_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).expect("opened");
    let port = crate::support::free_port().to_string();
    let failed = Script::new("cluster", &["up"])
        .var("CLUSTER_PORT", &port)
        .var("TMPDIR", folder.path())
        // Replicas refuse it, after PostgreSQL was started.
        .var("EVENTS_RETENTION", "soon")
        .run();
    assert_eq!(failed.code, Some(1), "{failed:?}");
    assert!(failed.stderr.contains("EVENTS_RETENTION"), "{failed:?}");
    assert!(failed.stderr.contains("did not start"), "{failed:?}");
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}
