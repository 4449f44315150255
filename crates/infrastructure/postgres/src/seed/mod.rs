//! Loading a made-up world: each batch goes over by `COPY`, in one transaction.

mod bulk_loader;
mod columns;
mod copy;
mod references;
