//! A leader that is killed is replaced.

use super::place::Place;
use super::town::Town;
use crate::support::{Server, eventually};

fn leads(server: &Server) -> bool {
    let metrics = server.client().get("/metrics").text;
    metrics.contains("thoughts_reader_leading{reader=\"notifications\"} 1\n")
}

#[test]
fn a_leader_killed_under_load_is_replaced_and_nothing_is_missing() {
    let place = Place::postgres();
    let (one, other) = (place.serve(), place.serve());
    let mut town = Town::founded(&one);
    let first_leads = eventually("a leader", || {
        (leads(&one) || leads(&other)).then(|| leads(&one))
    });
    let (leader, stand_by) = if first_leads {
        (one, other)
    } else {
        (other, one)
    };
    assert!(!leads(&stand_by), "one leads");
    town.comment(&stand_by, 10);
    std::thread::scope(|scope| {
        scope.spawn(|| town.comment(&stand_by, 20));
        leader.crash();
    });
    eventually("the stand-by to lead", || leads(&stand_by).then_some(()));
    town.comment(&stand_by, 5);
    town.assert_all_told(&stand_by);
}

#[test]
fn a_worker_leads_where_servers_do_not() {
    let place = Place::postgres();
    let server = place.serve_without_readers();
    let mut town = Town::founded(&server);
    town.comment(&server, 3);
    assert_eq!(town.unread(&server), 0);
    let worker = place.program(&["worker", "--only", "notifications"]);
    let mut worker = worker.var("METRICS_ADDR", "127.0.0.1:0").spawn();
    eventually("the worker to work", || worker.line_with("\"working\""));
    town.assert_all_told(&server);
    let url = eventually("its metrics", || {
        worker.find(|line| {
            let line: serde_json::Value = serde_json::from_str(line).ok()?;
            line["metrics"].as_str().map(str::to_owned)
        })
    });
    let client = crate::support::Client::new(url.trim_end_matches("/metrics"));
    eventually("the gauges", || {
        let text = client.get("/metrics").text;
        let wanted = [
            "thoughts_reader_leading{reader=\"notifications\"} 1",
            "thoughts_reader_lag_events{reader=\"notifications\"} 0",
            "thoughts_reader_lag_seconds{reader=\"notifications\"} 0",
            "thoughts_reader_parked_events{reader=\"notifications\"} 0",
            "thoughts_reader_stopped{reader=\"notifications\"} 0",
        ];
        wanted.iter().all(|line| text.contains(line)).then_some(())
    });
    worker.signal("TERM");
    assert_eq!(worker.ended(), Some(0));
}
