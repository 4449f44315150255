//! Holds the adapters of this crate to the contract.
