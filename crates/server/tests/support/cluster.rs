//! The operators' shape from local binaries: what `scripts/cluster` starts.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::atomic::{AtomicU16, Ordering};

use super::{Client, Ended, Program, Script};

/// A `PostgreSQL`, two replicas and an Nginx; ended when it is dropped.
pub struct LocalCluster {
    port: u16,
    /// Where its state lies, and nothing else.
    folder: tempfile::TempDir,
    told: BTreeMap<String, String>,
}

impl LocalCluster {
    /// Starts one on a free port. Replicas drain for one second instead of five: harder for whoever
    /// must not notice a restart.
    pub fn up() -> Self {
        Self::up_with(&[])
    }

    /// The same, with more variables.
    pub fn up_with(variables: &[(&str, &str)]) -> Self {
        let port = free_port();
        let folder = tempfile::tempdir().expect("a folder");
        // PostgreSQL and Nginx's workers pass through it under accounts of their own.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).expect("opened");
        let mut cluster = Self {
            port,
            folder,
            told: BTreeMap::new(),
        };
        let up = with(cluster.script("up"), variables).run();
        cluster.told = lines(up.printed());
        cluster
    }

    /// A run of the script for this cluster.
    pub fn script(&self, command: &str) -> Script {
        Script::new("cluster", &[command])
            .var("CLUSTER_PORT", self.port.to_string())
            .var("TMPDIR", self.folder.path())
            .var("RATE_LIMIT", "off")
            .var("DRAIN_SECONDS", "1")
    }

    /// What `status` says now, whether all is well or not.
    pub fn status(&self) -> (Ended, BTreeMap<String, String>) {
        let status = self.script("status").run();
        let told = lines(&status.stdout);
        (status, told)
    }

    /// What `up` has said.
    pub fn told(&self) -> &BTreeMap<String, String> {
        &self.told
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A caller of `url` (Nginx), `replica1` or `replica2`.
    pub fn client(&self, name: &str) -> Client {
        Client::new(&self.told[name])
    }

    /// A pid that `up` has said.
    pub fn pid(&self, name: &str) -> u32 {
        self.told[name].parse().expect("a pid")
    }

    /// Restarts both replicas, one after the other.
    pub fn restart(&self) -> BTreeMap<String, String> {
        self.restart_with(&[])
    }

    /// The same, with other variables from now on.
    pub fn restart_with(&self, variables: &[(&str, &str)]) -> BTreeMap<String, String> {
        let restart = with(self.script("restart"), variables).run();
        lines(restart.printed())
    }

    /// Asserts that `thoughts check` finds nothing wrong.
    pub fn assert_sound(&self) {
        let check =
            Program::new(self.folder(), &["check"]).var("DATABASE_URL", &self.told["database_url"]);
        let check = check.run();
        let report = check.printed();
        assert!(report.contains("posts.comment_count: ok"), "{report}");
        assert!(!report.contains("broken"), "{report}");
    }

    /// Ends it and says how that went.
    pub fn down(&self) -> Ended {
        self.script("down").run()
    }
}

impl Drop for LocalCluster {
    fn drop(&mut self) {
        let down = self.down();
        // A second panic while a test fails would hide the first.
        if !std::thread::panicking() {
            down.printed();
        }
    }
}

/// A port that nobody listens on, below those that outgoing connections use, and below those that
/// the script takes for the replicas: it has to stay free until Nginx starts, after all the rest.
pub fn free_port() -> u16 {
    static TAKEN: AtomicU16 = AtomicU16::new(0);
    let process = u16::try_from(std::process::id() % 1_000).expect("below a thousand");
    let candidates = (0..1_000).map(|_| {
        let next = TAKEN.fetch_add(1, Ordering::Relaxed);
        10_000 + (process * 10 + next) % 10_000
    });
    let mut free = candidates.filter(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok());
    free.next().expect("a free port")
}

fn with(script: Script, variables: &[(&str, &str)]) -> Script {
    let variables = variables.iter();
    variables.fold(script, |script, (name, value)| script.var(name, value))
}

fn lines(printed: &str) -> BTreeMap<String, String> {
    let pairs = printed.lines().map(|line| {
        let (name, value) = line.split_once('=').expect("name=value");
        (name.to_owned(), value.to_owned())
    });
    pairs.collect()
}
