//! The program `thoughts`.

use std::process::ExitCode;

/// Measured on the feed: 7 % more requests than with the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let outcome = thoughts_server::environment::load()
        .and_then(|()| thoughts_server::cli::parse(std::env::args_os()))
        .and_then(thoughts_server::commands::run);
    thoughts_server::failure::exit(outcome)
}
