//! `scripts/cluster` without any privilege.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::{Command, Output};

use crate::support::{Client, free_port, path_in_repository};

/// Debian's `nobody`.
const NOBODY: u32 = 65534;

/// Runs a copy of the scripts as `nobody`, who sees no folder of root's and no `sbin`.
fn as_nobody(place: &Path, port: u16, command: &str) -> Output {
    let ids = [format!("--reuid={NOBODY}"), format!("--regid={NOBODY}")];
    Command::new("setpriv")
        .args(ids)
        .args(["--clear-groups", "--"])
        .arg(place.join("scripts/cluster"))
        .arg(command)
        .current_dir("/")
        .env_clear()
        .env("PATH", "/usr/local/bin:/usr/bin:/bin")
        .env("CLUSTER_PORT", port.to_string())
        .env("TMPDIR", place.join("state"))
        .env("THOUGHTS_BIN", place.join("thoughts"))
        .env("DRAIN_SECONDS", "1")
        .output()
        .expect("setpriv")
}

fn printed(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

#[test]
fn works_for_an_ordinary_user() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path();
    // Whoever is no root runs every other test of the cluster as himself.
    if fs::metadata(place).expect("a folder").uid() != 0 {
        return;
    }
    fs::set_permissions(place, fs::Permissions::from_mode(0o755)).expect("opened");
    for name in ["scripts", "nginx"] {
        let copied = Command::new("cp")
            .args(["-r", "--"])
            .arg(path_in_repository(name))
            .arg(place.join(name))
            .status();
        assert!(copied.expect("cp").success());
    }
    fs::copy(env!("CARGO_BIN_EXE_thoughts"), place.join("thoughts")).expect("the program");
    let state = place.join("state");
    fs::create_dir(&state).expect("a folder");
    chown(&state, Some(NOBODY), Some(NOBODY)).expect("given away");

    let port = free_port();
    let up = as_nobody(place, port, "up");
    let told = printed(&up);
    let client = Client::new(&format!("http://127.0.0.1:{port}"));
    assert_eq!(client.get("/v1/posts").status, 200);
    for name in ["replica1_pid", "replica2_pid", "nginx_pid", "postgres_pid"] {
        let pid = told
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        let process = fs::metadata(format!("/proc/{}", pid.expect("a pid"))).expect("a process");
        assert_eq!(process.uid(), NOBODY, "{name}");
    }
    let restarted = as_nobody(place, port, "restart");
    assert_eq!(printed(&restarted).lines().count(), told.lines().count());
    printed(&as_nobody(place, port, "down"));
    assert_eq!(fs::read_dir(&state).expect("a folder").count(), 0);
}
