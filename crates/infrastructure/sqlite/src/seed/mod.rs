//! Loading a made-up world: each batch goes over as one JSON array, in one transaction.

mod bulk_loader;
mod links;
mod rows;
