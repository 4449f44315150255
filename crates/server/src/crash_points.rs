//! Ending this process between two durable steps, for tests of what that leaves. Only in a
//! program that was built with the feature `crash-points`; a release has none of it.

use std::io::{self, Write};
use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use thoughts_use_cases::readers::{Step, Steps, Unwatched};

use crate::failure::Failure;

/// Where to crash: `reader/step`, or `reader/step/n` for the nth time.
const VARIABLE: &str = "THOUGHTS_CRASH_AT";

struct CrashAt {
    reader: String,
    step: Step,
    left: AtomicU32,
}

impl Steps for CrashAt {
    fn reached(&self, reader: &str, step: Step) {
        if self.reader == reader
            && self.step == step
            && self.left.fetch_sub(1, Ordering::SeqCst) == 1
        {
            let name = step.as_str();
            // The proof that it was here; nobody may be listening.
            let _ = writeln!(io::stderr(), "crash point {reader}/{name} reached");
            process::abort();
        }
    }
}

/// Reads the variable, once.
pub(crate) fn from_environment() -> Result<Arc<dyn Steps>, Failure> {
    let Ok(value) = std::env::var(VARIABLE) else {
        return Ok(Arc::new(Unwatched));
    };
    let mut parts = value.split('/');
    let reader = parts.next().unwrap_or_default().to_owned();
    let name = parts.next().unwrap_or_default();
    let step = Step::ALL.into_iter().find(|step| step.as_str() == name);
    let nth = parts.next().map_or(Ok(1), str::parse);
    match (step, nth) {
        (Some(step), Ok(nth)) => Ok(Arc::new(CrashAt {
            reader,
            step,
            left: AtomicU32::new(nth),
        })),
        _ => Err(Failure::usage(format!(
            "{VARIABLE} '{value}' is not reader/step or reader/step/n"
        ))),
    }
}
