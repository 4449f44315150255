//! The moderation log.

mod queries;
mod repository;
