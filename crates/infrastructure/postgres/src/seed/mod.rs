//! Loading a made-up world: rows go over as arrays, one statement for each batch.

mod bulk_loader;
mod columns;
mod references;
