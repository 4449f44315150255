//! What pages are told by the edge's own answers. What the replicas say is theirs.

use std::process::Command;

use super::harness::{Answer, Edge, GUARDS, Reply, Setup, answer, ok};
use super::tls::certificate;

const APP: &str = "https://app.example";

fn nobody_answers() -> Edge {
    let setup = Setup::new(|_| Reply::Drop);
    let origins = format!("{APP}, http://localhost:5173");
    setup.var("CORS_ORIGINS", origins).start()
}

fn from(edge: &Edge, origin: &str) -> Answer {
    let answer = edge.get_with("/v1/posts", &[("Origin", origin)]);
    answer.problem("bad_gateway");
    assert_eq!(answer.header("access-control-allow-credentials"), None);
    answer
}

#[test]
fn a_listed_origin_may_read_what_went_wrong_and_when_to_come_back() {
    let edge = nobody_answers();
    for origin in [APP, "http://localhost:5173"] {
        let answer = from(&edge, origin);
        assert_eq!(answer.header("access-control-allow-origin"), Some(origin));
        let exposed = answer.header("access-control-expose-headers");
        assert_eq!(exposed, Some("retry-after, x-request-id"));
    }
}

#[test]
fn no_other_origin_may() {
    let edge = nobody_answers();
    for origin in [
        "https://evil.example",
        "https://app.example.evil.example",
        "https://app.example:8443",
        "http://app.example",
        "null",
        "*",
    ] {
        let answer = from(&edge, origin);
        for name in ["allow-origin", "expose-headers"] {
            let name = format!("access-control-{name}");
            assert_eq!(answer.header(&name), None, "{origin}");
        }
    }
    let without = edge.get("/v1/posts");
    assert_eq!(without.header("access-control-allow-origin"), None);
}

#[test]
fn what_a_replica_says_is_said_once_and_as_it_says_it() {
    let theirs: Vec<_> = GUARDS.map(|(name, _)| (name, "theirs")).to_vec();
    let mut headers = theirs.clone();
    headers.push(("access-control-allow-origin", "theirs"));
    let said = headers.clone();
    let setup = Setup::new(move |_| answer("429 Too Many Requests", &said, ""));
    let edge = setup.var("CORS_ORIGINS", APP).start();
    let answer = edge.get_with("/v1/posts", &[("Origin", APP)]);
    for (name, value) in headers {
        assert_eq!(answer.header(name), Some(value), "{name}");
    }
}

#[test]
fn https_once_is_https_from_then_on() {
    let edge = certificate(Setup::new(ok)).start();
    let told = Command::new("curl")
        .args(["--silent", "--insecure", "--noproxy", "*", "--http1.1"])
        .args(["--max-time", "30", "--dump-header", "-"])
        .arg(format!("https://{}/v1/posts", edge.tls_address))
        .output()
        .expect("curl; scripts/test installs it");
    let told = String::from_utf8_lossy(&told.stdout).to_ascii_lowercase();
    let line = "strict-transport-security: max-age=31536000\r\n";
    assert!(told.contains(line), "{told}");
    let plain = edge.get("/v1/posts");
    assert_eq!(plain.header("strict-transport-security"), None);
}
