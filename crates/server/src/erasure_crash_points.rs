//! Places of an erasure at which a test lets the program die, as a power cut would. Only in a
//! program that was built with the feature `crash-points`; a release has none of it.

use std::env;
use std::process::Command;

/// The variable that names a place, or `any`.
const VARIABLE: &str = "THOUGHTS_CRASH_ERASURE_AT";

/// Kills this process at once when the variable names this place; what was printed before says
/// where.
pub(crate) fn point(name: &str) {
    let Ok(wanted) = env::var(VARIABLE) else {
        return;
    };
    if wanted != "any" && wanted != name {
        return;
    }
    tracing::warn!(crash_point = name, "dying as told");
    let killed = Command::new("kill")
        .args(["-KILL", &std::process::id().to_string()])
        .status();
    tracing::error!(?killed, "still alive");
    loop {
        std::thread::park();
    }
}
