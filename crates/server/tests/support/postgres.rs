//! A `PostgreSQL` of its own, for what a shared one cannot show.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

/// The repository's functions for throwaway instances.
const LIBRARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/lib/postgres.sh");

/// A `PostgreSQL` on TCP that asks for a password; stopped and deleted with the value.
pub struct PostgresServer {
    folder: PathBuf,
    port: u16,
    /// Open to the account that the server runs as.
    _parent: tempfile::TempDir,
}

impl PostgresServer {
    /// Starts one whose superuser `thoughts` has this password.
    pub fn with_password(password: &str) -> Self {
        let parent = tempfile::tempdir().expect("a folder");
        let free = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = free.local_addr().expect("its address").port();
        drop(free);
        let server = Self {
            folder: parent.path().join("postgres"),
            port,
            _parent: parent,
        };
        server.bash(&format!(
            r#"chmod 755 "$(dirname "$DIR")"
               postgres_start "$DIR" off listen_addresses=127.0.0.1 port={port}
               psql=$(postgres_bin)/psql
               "$psql" -q "$(postgres_url "$DIR")" -c "ALTER USER thoughts PASSWORD '{password}'"
               sed -i '/127.0.0.1/s/trust/scram-sha-256/' "$DIR/data/pg_hba.conf"
               "$psql" -q "$(postgres_url "$DIR")" -c 'SELECT pg_reload_conf()' >/dev/null"#,
        ));
        server
    }

    /// The URL of its first database, over TCP.
    pub fn url(&self, password: &str) -> String {
        format!(
            "postgres://thoughts:{password}@127.0.0.1:{}/thoughts",
            self.port
        )
    }

    fn bash(&self, script: &str) {
        let output = Command::new("bash")
            .args(["-euo", "pipefail", "-c"])
            .arg(format!("source {LIBRARY}\n{script}"))
            .env("DIR", &self.folder)
            .output()
            .expect("bash runs");
        assert!(output.status.success(), "{output:?}");
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        self.bash(r#"postgres_remove "$DIR""#);
    }
}
