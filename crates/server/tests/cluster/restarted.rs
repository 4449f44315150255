//! Both replicas restarted, one after the other.

use std::time::Duration;

use super::connection::Connection;
use super::load::Load;
use crate::support::LocalCluster;

#[test]
fn nobody_notices_a_rolling_restart_under_load() {
    let cluster = LocalCluster::up();
    let ada = cluster.client("url").register("ada");
    let mut open = Connection::to(cluster.port(), &ada.access_token);
    assert_eq!(open.get("/v1/me"), 200);

    let mut load = Load::prepare(&cluster);
    load.during(|_| {
        let now = std::thread::scope(|scope| {
            let restart = scope.spawn(|| cluster.restart());
            while !restart.is_finished() {
                assert_eq!(open.get("/v1/me"), 200);
                std::thread::sleep(Duration::from_millis(200));
            }
            restart.join().expect("a restart")
        });
        // Nginx's own connections to the old replicas are as stale as can be.
        for _ in 0..20 {
            assert_eq!(open.get("/v1/me"), 200);
        }
        for name in ["replica1_pid", "replica2_pid"] {
            assert_ne!(now[name], cluster.told()[name], "{name}: another process");
        }
        for name in ["replica1", "replica2", "nginx_pid", "postgres_pid"] {
            assert_eq!(now[name], cluster.told()[name], "{name} stays");
        }
    });

    let counts = load.verified(&cluster, "replica2");
    println!("rolling restart: {}", counts.line());
    assert_eq!(counts.failed, [] as [&str; 0]);
    assert_eq!(counts.lost, [] as [&str; 0]);
    cluster.assert_sound();
}
