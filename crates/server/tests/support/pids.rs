//! Which processes there are.

use std::collections::BTreeSet;
use std::fs;

/// Processes, each with its start time, so that a pid that was given away again is no match.
#[derive(Debug)]
pub struct Pids(BTreeSet<(u32, u64)>);

impl Pids {
    /// These processes and all that they have started.
    pub fn with_descendants(roots: &[u32]) -> Self {
        let all: Vec<Process> = every();
        let mut found = BTreeSet::new();
        let mut wanted = roots.to_vec();
        while let Some(pid) = wanted.pop() {
            let own = all.iter().filter(|process| process.pid == pid);
            found.extend(own.map(|process| (process.pid, process.started)));
            let children = all.iter().filter(|process| process.parent == pid);
            wanted.extend(children.map(|process| process.pid));
        }
        Self(found)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Those that still run.
    pub fn alive(&self) -> Vec<u32> {
        let all = every();
        let still = all
            .iter()
            .filter(|process| self.0.contains(&(process.pid, process.started)));
        still.map(|process| process.pid).collect()
    }
}

struct Process {
    pid: u32,
    parent: u32,
    /// In clock ticks since boot.
    started: u64,
}

/// All processes that have not ended (a zombie has).
fn every() -> Vec<Process> {
    let entries = fs::read_dir("/proc").expect("/proc");
    let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
    pids.filter_map(process).collect()
}

fn process(pid: u32) -> Option<Process> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // proc(5): the name in parentheses may hold anything; state, parent and, as field 22, the
    // start time follow.
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    (fields[0] != "Z").then(|| Process {
        pid,
        parent: fields[1].parse().expect("a pid"),
        started: fields[19].parse().expect("ticks"),
    })
}
