//! A small client over the whole service, and a world behind it.

mod client;
mod document;
mod reply;
mod world;

pub use client::{Call, User, registration};
pub use document::{Operation, every_operation, operations};
pub use reply::Reply;
pub use world::{World, world, world_with};
