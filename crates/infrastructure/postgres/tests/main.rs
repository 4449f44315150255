//! The adapter against a live server: the contract of its ports, and what only it can get wrong.

mod concurrency;
mod connect;
mod contract;
mod counting;
mod database;
mod events;
mod erasure;
mod plans;
mod schema;
mod traps;
