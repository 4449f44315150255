//! How often something may be done: budgets, and the port that keeps account of them.

pub mod budgets;
mod ports;

pub use ports::*;
