//! A Redis of a test's own.

use std::process::{Child, Command, Stdio};

use super::free_port;

/// A Redis on a port of its own; killed when it is dropped.
pub struct Redis {
    folder: tempfile::TempDir,
    port: u16,
    process: Option<Child>,
}

impl Redis {
    pub fn start() -> Self {
        let mut redis = Self {
            folder: tempfile::tempdir().expect("a folder"),
            port: free_port(),
            process: None,
        };
        redis.start_again();
        redis
    }

    /// On the same port, and it remembers nothing.
    pub fn start_again(&mut self) {
        let process = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"])
            .args(["--port", &self.port.to_string()])
            .current_dir(self.folder.path())
            .stdout(Stdio::null())
            .spawn();
        self.process = Some(process.expect("redis-server runs; scripts/test installs it"));
    }

    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().expect("it ends");
            process.wait().expect("it has ended");
        }
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.kill();
    }
}
