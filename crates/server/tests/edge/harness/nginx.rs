//! An Nginx that runs.

use std::io::{ErrorKind, Write};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use super::client::connect;
use super::setup::{free_address, nginx};
use super::{Answer, Replicas, Request, Setup, header_lines};
use crate::support::eventually;

/// A running Nginx; stopped with the value.
pub struct Edge {
    child: Child,
    pub address: SocketAddr,
    pub tls_address: SocketAddr,
    setup: Setup,
}

impl Edge {
    pub(super) fn start(setup: Setup) -> Self {
        // Somebody else may take the port before Nginx does.
        for _ in 0..5 {
            let (address, tls_address) = (free_address(), free_address());
            let file = setup.render(address, tls_address);
            let mut child = match nginx(&file)
                .args(["-g", "daemon off;"])
                .stdin(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
            {
                Err(error) if error.kind() == ErrorKind::NotFound => {
                    panic!("nginx is missing; scripts/test installs it")
                }
                child => child.expect("Nginx starts"),
            };
            // It writes its pid once it listens.
            let pid = setup.folder.path().join("state/nginx.pid");
            let listens = eventually("Nginx to listen", || {
                if std::fs::read(&pid).is_ok_and(|pid| !pid.is_empty()) {
                    return Some(true);
                }
                child.try_wait().expect("its state").map(|_| false)
            });
            if listens {
                return Self {
                    child,
                    address,
                    tls_address,
                    setup,
                };
            }
        }
        let log = setup.folder.path().join("error.log");
        let log = std::fs::read_to_string(log).unwrap_or_default();
        panic!("Nginx does not start:\n{log}");
    }

    /// Asks on a connection of its own.
    pub fn send(&self, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let length = match body.len() {
            0 => String::new(),
            length => format!("Content-Length: {length}\r\n"),
        };
        let text = format!(
            "{method} {target} HTTP/1.1\r\nHost: edge\r\nConnection: close\r\n{}{length}\r\n{body}",
            header_lines(headers)
        );
        self.raw(text.as_bytes())
    }

    pub fn get(&self, target: &str) -> Answer {
        self.send("GET", target, &[], "")
    }

    pub fn get_with(&self, target: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("GET", target, headers, "")
    }

    /// Sends these bytes and reads the answer.
    pub fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = connect(self.address);
        // Nginx may answer, and close, before it has read all.
        let _ = stream.write_all(bytes);
        Answer::read(stream).expect("an answer")
    }

    pub fn replicas(&self) -> &Replicas {
        &self.setup.replicas
    }

    /// All that the replicas were asked.
    pub fn seen(&self) -> Vec<Request> {
        self.setup.replicas.seen()
    }

    /// Where all of it lies.
    pub fn folder(&self) -> &std::path::Path {
        self.setup.folder.path()
    }

    /// What a log (`access.log`, `error.log`) holds.
    pub fn log(&self, name: &str) -> String {
        std::fs::read_to_string(self.setup.folder.path().join(name)).expect("the log")
    }
}

impl Drop for Edge {
    fn drop(&mut self) {
        // By a signal that its workers hear of; it may have ended already.
        let _ = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        let _ = self.child.wait();
    }
}
