//! What hostile clients send, at a replica itself and through Nginx: each gets what the tables say, and
//! nobody else notices.

mod bodies;
mod framing;
mod headers;
mod paths;
mod streamed;
mod wire;

use crate::support::LocalCluster;
use wire::Target;

/// Where requests go, as somebody who is signed in.
struct Scene {
    cluster: LocalCluster,
    replica: Target,
    edge: Target,
}

/// A request, and what comes of it at a replica and behind Nginx: a status and the code of its
/// problem, or `closed` when the connection ends without a word.
struct Case {
    name: &'static str,
    request: Vec<u8>,
    replica: &'static str,
    edge: &'static str,
}

impl Case {
    fn new(
        name: &'static str,
        request: impl Into<Vec<u8>>,
        replica: &'static str,
        edge: &'static str,
    ) -> Self {
        Self {
            name,
            request: request.into(),
            replica,
            edge,
        }
    }

    /// The same at both.
    fn both(name: &'static str, request: impl Into<Vec<u8>>, told: &'static str) -> Self {
        Self::new(name, request, told, told)
    }
}

impl Scene {
    fn set() -> Self {
        let cluster = LocalCluster::up();
        let ada = cluster.client("url").register("ada");
        let [replica, edge] =
            ["replica1", "url"].map(|name| Target::new(&cluster.told()[name], &ada.access_token));
        Self {
            cluster,
            replica,
            edge,
        }
    }

    /// Sends each to both, and compares all that came back at once. An access token stands where a
    /// request says `{token}`.
    fn hold(&self, cases: &[Case]) {
        let before = self.memory();
        let mut told = Vec::new();
        let mut expected = Vec::new();
        for case in cases {
            for (target, at, wanted) in [
                (&self.replica, "replica", case.replica),
                (&self.edge, "edge", case.edge),
            ] {
                told.push((case.name, at, target.exchange(&case.request)));
                expected.push((case.name, at, wanted.to_owned()));
            }
        }
        let differs: Vec<_> = told.iter().zip(&expected).filter(|(a, b)| a != b).collect();
        #[expect(clippy::print_stdout, reason = "captured by the test harness")]
        for (name, at, got) in &told {
            println!("{name}, {at}: {got}");
        }
        assert!(differs.is_empty(), "got and expected: {differs:#?}");
        self.goes_on(before);
    }

    /// Everybody else is served as before, and no replica has grown much.
    fn goes_on(&self, before: [u64; 2]) {
        for name in ["url", "replica1", "replica2"] {
            let answer = self.cluster.client(name).get("/v1/posts");
            assert_eq!(answer.status, 200, "{name}: {answer:?}");
        }
        let (status, _) = self.cluster.status();
        status.printed();
        for (before, after) in before.into_iter().zip(self.memory()) {
            let grown = after.saturating_sub(before);
            assert!(grown < 64 * 1024, "grown by {grown} KiB at its peak");
        }
    }

    /// The most memory that each replica has held so far, in KiB.
    fn memory(&self) -> [u64; 2] {
        ["replica1_pid", "replica2_pid"].map(|name| {
            let status = format!("/proc/{}/status", self.cluster.pid(name));
            let status = std::fs::read_to_string(status).expect("its state");
            let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let peak = peak.and_then(|text| text.trim().strip_suffix(" kB"));
            peak.and_then(|text| text.parse().ok()).expect("a peak")
        })
    }
}

/// A request without a body.
fn get(path: &str, headers: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nHost: thoughts\r\nConnection: close\r\n{headers}\
         Authorization: Bearer {{token}}\r\n\r\n"
    )
}

/// A POST of that body, with further headers.
fn post(path: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let mut request = format!(
        "POST {path} HTTP/1.1\r\nHost: thoughts\r\nConnection: close\r\nContent-Length: {}\r\n\
         {headers}Authorization: Bearer {{token}}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    request.extend_from_slice(body);
    request
}

const JSON: &str = "Content-Type: application/json\r\n";
