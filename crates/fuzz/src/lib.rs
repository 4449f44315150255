//! What fuzzers drive.

pub mod checks;
