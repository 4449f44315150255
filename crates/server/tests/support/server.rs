//! A running server.

use std::path::Path;

use serde_json::Value;

use super::running::Running;
use super::{Client, Program, eventually};

/// A running server; killed when it is dropped.
pub struct Server {
    running: Running,
    pub url: String,
}

impl Server {
    /// Serves on `SQLite` in `folder`, with the defaults of the program but for the port.
    pub fn on_sqlite(folder: &Path) -> Self {
        Self::start(Program::new(folder, &["serve"]))
    }

    /// Starts a server on a free port and waits until it says where it listens.
    pub fn start(program: Program) -> Self {
        let mut running = program.var("PORT", "0").spawn();
        let url = eventually("the server to listen", || {
            running.find(|line| field(line, "listening", "url"))
        });
        Self { running, url }
    }

    /// A field of the first log line with this message.
    pub fn event(&self, message: &str, name: &str) -> Option<String> {
        self.output()
            .lines()
            .find_map(|line| field(line, message, name))
    }

    /// All that it has printed.
    pub fn output(&self) -> String {
        self.running.output()
    }

    pub fn client(&self) -> Client {
        Client::new(&self.url)
    }

    /// `127.0.0.1:port`.
    pub fn address(&self) -> &str {
        self.url.trim_start_matches("http://")
    }

    pub fn port(&self) -> &str {
        self.url.rsplit(':').next().expect("a port")
    }

    /// Lets it open no more files (and connections) than this.
    pub fn limit_open_files(&self, count: u32) {
        let status = std::process::Command::new("prlimit")
            .arg(format!("--pid={}", self.running.id()))
            .arg(format!("--nofile={count}"))
            .status()
            .expect("prlimit runs");
        assert!(status.success());
    }

    /// Sends a signal by name, such as `TERM`.
    pub fn signal(&self, name: &str) {
        self.running.signal(name);
    }

    /// Waits for the end; gives the exit code, none when a signal ended it.
    pub fn ended(&mut self) -> Option<i32> {
        self.running.ended()
    }

    /// Ends it at once, as a power cut would.
    pub fn crash(mut self) {
        self.signal("KILL");
        assert_eq!(self.ended(), None);
    }
}

fn field(line: &str, message: &str, name: &str) -> Option<String> {
    let line: Value = serde_json::from_str(line).ok()?;
    if line["message"] == message {
        line[name].as_str().map(str::to_owned)
    } else {
        None
    }
}
