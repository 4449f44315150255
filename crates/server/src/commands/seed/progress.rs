//! How far the load is: a bar on a terminal, plain lines otherwise.

use std::collections::HashMap;
use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use thoughts_use_cases::seed::{Progress, Stage};

/// Shows a load on stderr.
#[derive(Default)]
pub(super) struct Meter {
    lines: MultiProgress,
    bars: Mutex<HashMap<Stage, ProgressBar>>,
}

impl Progress for Meter {
    fn advance(&self, stage: Stage, done: u64, total: u64) {
        if io::stderr().is_terminal() {
            self.draw(stage, done, total);
        } else if done == total || done > 0 && done.is_multiple_of(100_000) {
            // Nobody may be listening any more; the load goes on.
            let _ = writeln!(io::stderr(), "{}: {done} of {total}", name(stage));
        }
    }
}

impl Meter {
    fn draw(&self, stage: Stage, done: u64, total: u64) {
        let mut bars = self.bars.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = bars
            .entry(stage)
            .or_insert_with(|| self.lines.add(new_bar(stage, total)));
        shown.set_position(done);
        if done >= total {
            shown.finish();
        }
    }
}

fn new_bar(stage: Stage, total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix:>13} {bar:40} {pos}/{len} {per_sec} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(total)
        .with_style(style)
        .with_prefix(name(stage))
}

const fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Users => "users",
        Stage::Posts => "posts",
        Stage::Comments => "comments",
        Stage::Relations => "relations",
        Stage::Reactions => "reactions",
        Stage::CommentLikes => "comment likes",
    }
}
