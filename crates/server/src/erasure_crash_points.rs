//! Places of an erasure at which a test lets the program die, as a power cut would. Only in a
//! program that was built with the feature `crash-points`; a release has none of it.

use std::env;
use std::process::Command;

use thoughts_use_cases::erasure::{ErasureStep, ErasureSteps};

/// The variable that names a place after a commit, or `any`; or `before` for any place at which
/// something is written and not committed.
const VARIABLE: &str = "THOUGHTS_CRASH_ERASURE_AT";

/// Kills this process at once when the variable names this place, which follows a commit; what was
/// printed before says where.
pub(crate) fn point(name: &str) {
    if env::var(VARIABLE).is_ok_and(|wanted| wanted == "any" || wanted == name) {
        die(name);
    }
}

/// The places before commits.
pub(crate) struct BeforeCommits;

impl ErasureSteps for BeforeCommits {
    fn written(&self, step: Option<ErasureStep>) {
        if env::var(VARIABLE).is_ok_and(|wanted| wanted == "before") {
            let step = step.map_or("request", ErasureStep::as_str);
            die(&format!("before_{step}"));
        }
    }
}

fn die(name: &str) {
    tracing::warn!(crash_point = name, "dying as told");
    let killed = Command::new("kill")
        .args(["-KILL", &std::process::id().to_string()])
        .status();
    tracing::error!(?killed, "still alive");
    loop {
        std::thread::park();
    }
}
