//! How Nginx is configured before it starts.

use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Edge, Replicas, Reply, Request};

/// What makes the configuration.
pub const RENDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../nginx/render");

/// An Nginx that is being prepared, in a folder of its own.
pub struct Setup {
    pub folder: tempfile::TempDir,
    pub replicas: Replicas,
    variables: Vec<(&'static str, String)>,
    changes: Vec<(&'static str, &'static str)>,
}

impl Setup {
    /// Before replicas that follow this script.
    pub fn new(script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        // Root's Nginx works as an account without privilege, which passes through here.
        let passable = std::fs::Permissions::from_mode(0o711);
        std::fs::set_permissions(folder.path(), passable).expect("its mode");
        Self {
            folder,
            replicas: Replicas::start(script),
            variables: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// Sets a variable of `nginx/render`.
    pub fn var(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.push((name, value.into()));
        self
    }

    /// Changes the rendered text, for what no variable sets. `from` must be there.
    pub fn change(mut self, from: &'static str, to: &'static str) -> Self {
        self.changes.push((from, to));
        self
    }

    /// Renders for these addresses, and gives the file.
    pub fn render(&self, plain: SocketAddr, tls: SocketAddr) -> PathBuf {
        let folder = self.folder.path();
        let [first, second] = self.replicas.addresses();
        let mut command = Command::new(RENDER);
        command
            .env_clear()
            .env("PATH", path())
            .env("STATE_DIR", folder.join("state"))
            .env("LISTEN", plain.to_string())
            .env("TLS_LISTEN", tls.to_string())
            .env("REPLICA1", first.to_string())
            .env("REPLICA2", second.to_string())
            .env("ACCESS_LOG", folder.join("access.log"))
            .env("ERROR_LOG", folder.join("error.log"))
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        let output = command.output().expect("nginx/render runs");
        assert!(output.status.success(), "{output:?}");
        let mut text = String::from_utf8(output.stdout).expect("UTF-8");
        for (from, to) in &self.changes {
            assert!(text.contains(from), "nginx.conf does not say: {from}");
            text = text.replace(from, to);
        }
        let file = folder.join("nginx.conf");
        std::fs::write(&file, text).expect("the file");
        file
    }

    /// Starts Nginx.
    pub fn start(self) -> Edge {
        Edge::start(self)
    }
}

/// The program, on a file.
pub fn nginx(file: &Path) -> Command {
    let mut command = Command::new("nginx");
    command
        .env("PATH", path())
        .arg("-c")
        .arg(file)
        .arg("-e")
        .arg(file.with_file_name("error.log"));
    command
}

/// A port of this machine that is free now.
pub fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its address")
}

/// Debian keeps Nginx where only root looks.
fn path() -> String {
    let path = std::env::var("PATH").unwrap_or_default();
    format!("{path}:/usr/sbin:/usr/local/sbin:/usr/bin:/bin")
}
