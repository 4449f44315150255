//! Several servers on one `PostgreSQL`: two replicas alone, and the operators' whole shape with
//! Nginx before them, as `scripts/cluster` starts it.

mod connection;
mod hostile;
mod killed;
mod limits;
mod load;
mod replicas;
mod restarted;
mod retried;
mod rotated;
mod rotation;
mod shape;
mod stubborn;
mod together;
mod user;
mod writer;
