//! One run of the program.

use std::io::{Seek, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use super::PATIENCE;

/// A run of the program that is being prepared: no variable of the surroundings reaches it.
pub struct Program(Command);

/// How a run ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Program {
    pub fn new(folder: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_thoughts"));
        command
            .args(arguments)
            .current_dir(folder)
            .env_clear()
            .env("RUST_BACKTRACE", "1")
            .stdin(Stdio::null());
        Self(command)
    }

    pub fn var(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.0.env(name, value.as_ref());
        self
    }

    /// With that on its standard input.
    pub fn input(mut self, text: &str) -> Self {
        let mut file = tempfile::tempfile().expect("a file");
        file.write_all(text.as_bytes()).expect("written");
        file.rewind().expect("rewound");
        self.0.stdin(file);
        self
    }

    /// Runs to the end.
    pub fn run(mut self) -> Ended {
        let child = self
            .0
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let pid = child.id();
        let (sender, receiver) = std::sync::mpsc::channel();
        std::thread::spawn(move || sender.send(child.wait_with_output()));
        let Ok(output) = receiver.recv_timeout(PATIENCE) else {
            super::running::kill(pid, "KILL");
            panic!("the program did not end");
        };
        let output = output.expect("its output");
        Ended {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    pub(super) fn into_command(self) -> Command {
        self.0
    }
}

impl Ended {
    /// Asserts a failure that tells one line, and gives it.
    #[track_caller]
    pub fn refused(&self, code: i32) -> &str {
        assert_eq!(self.code, Some(code), "{self:?}");
        assert_eq!(self.stderr.lines().count(), 1, "one line: {self:?}");
        assert!(self.stderr.starts_with("thoughts: "), "{self:?}");
        self.stderr.trim_end()
    }

    /// Asserts success, and gives what was printed.
    #[track_caller]
    pub fn printed(&self) -> &str {
        assert_eq!(self.code, Some(0), "{self:?}");
        &self.stdout
    }
}
