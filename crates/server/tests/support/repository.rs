//! The repository's own scripts and files.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::program::Ended;

/// A file or folder of the repository, named from its root.
pub fn path_in_repository(name: &str) -> PathBuf {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(name)
}

/// A run of a script that is being prepared: of the surroundings it knows where programs lie, and
/// that the program under test is the one just built.
pub struct Script(Command);

impl Script {
    pub fn new(name: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(path_in_repository("scripts").join(name));
        command.args(arguments).env_clear().stdin(Stdio::null());
        for passed in ["PATH", "HOME", "TMPDIR", "POSTGRES_BIN_DIR"] {
            if let Some(value) = std::env::var_os(passed) {
                command.env(passed, value);
            }
        }
        command.env("THOUGHTS_BIN", env!("CARGO_BIN_EXE_thoughts"));
        Self(command)
    }

    /// The same, where no file may grow beyond so many KiB.
    pub fn limited(name: &str, arguments: &[&str], kib: u32) -> Self {
        let mut limited = Self::new(name, &[]);
        let path = limited.0.get_program().to_owned();
        let mut shell = Command::new("bash");
        shell
            .args([
                "-c",
                &format!("trap '' XFSZ; ulimit -f {kib}; exec \"$0\" \"$@\""),
            ])
            .arg(path)
            .args(arguments)
            .env_clear()
            .stdin(Stdio::null());
        for (name, value) in limited.0.get_envs() {
            if let Some(value) = value {
                shell.env(name, value);
            }
        }
        limited.0 = shell;
        limited
    }

    pub fn var(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// Runs to the end. Its own limits end it; what it starts for good keeps none of its pipes.
    pub fn run(mut self) -> Ended {
        let output = self.0.output().expect("the script starts");
        Ended {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }
}
