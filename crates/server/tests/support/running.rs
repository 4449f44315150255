//! A run of the program that goes on.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use super::{Program, eventually};

/// A run of the program; killed when it is dropped.
pub struct Running {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Program {
    /// Starts the program and collects what it prints.
    pub fn spawn(self) -> Running {
        let mut child = self
            .into_command()
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let lines = Arc::new(Mutex::new(Vec::new()));
        collect(child.stdout.take().expect("its output"), &lines);
        collect(child.stderr.take().expect("its errors"), &lines);
        Running { child, lines }
    }
}

impl Running {
    /// All that it has printed.
    pub fn output(&self) -> String {
        self.lines.lock().expect("lines").join("\n")
    }

    /// The first line that holds `text`. Panics when the program has ended.
    pub fn line_with(&mut self, text: &str) -> Option<String> {
        self.find(|line| line.contains(text).then(|| line.to_owned()))
    }

    /// The first that `pick` finds among its lines. Panics when the program has ended.
    pub fn find<T>(&mut self, pick: impl Fn(&str) -> Option<T>) -> Option<T> {
        let found = self.output().lines().find_map(pick);
        if found.is_none()
            && let Some(status) = self.child.try_wait().expect("its state")
        {
            panic!("the program ended with {status}:\n{}", self.output());
        }
        found
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal by name, such as `TERM`.
    pub fn signal(&self, name: &str) {
        kill(self.child.id(), name);
    }

    /// Waits for the end; gives the exit code, none when a signal ended it.
    pub fn ended(&mut self) -> Option<i32> {
        let child = &mut self.child;
        eventually("the program to end", || {
            child.try_wait().expect("its state")
        })
        .code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn collect(source: impl Read + Send + 'static, lines: &Arc<Mutex<Vec<String>>>) {
    let lines = Arc::clone(lines);
    std::thread::spawn(move || {
        for line in BufReader::new(source).lines() {
            lines.lock().expect("lines").push(line.expect("UTF-8"));
        }
    });
}

/// Sends a signal to one process.
pub fn kill(pid: u32, signal: &str) {
    let status = Command::new("kill")
        .arg(format!("-{signal}"))
        .arg(pid.to_string())
        .status()
        .expect("kill runs");
    assert!(status.success());
}
