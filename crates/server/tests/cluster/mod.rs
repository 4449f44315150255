//! Several servers on one `PostgreSQL`: two replicas alone, and the operators' whole shape with
//! Nginx before them, as `scripts/cluster` starts it.

mod connection;
mod killed;
mod load;
mod replicas;
mod restarted;
mod rotated;
mod rotation;
mod shape;
mod together;
mod user;
mod writer;
