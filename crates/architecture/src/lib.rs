//! The dependency rule of this workspace, as data and as a check over it.
//!
//! Source code depends inwards: a delivery calls a use case, a use case speaks to the world
//! through ports, an adapter fills a port. [`RULES`] says for each crate which crates it may
//! name; [`violations`] compares that with a graph. `tests/dependency_rule.rs` feeds it the real
//! graph from `cargo metadata`, and `tests/source_rules.rs` looks after the files themselves.
//!
//! To add a crate: add its row to [`RULES`]. A row that has to grow in an inner layer is a
//! decision; write it down in `docs/decisions`.

mod check;
mod graph;
mod rules;

pub use check::violations;
pub use graph::{Arrow, ArrowKind, Graph};
pub use rules::{External, RULES, Rule};
