//! Time, chance and keyed hashing from outside.

mod ports;

pub use ports::*;
