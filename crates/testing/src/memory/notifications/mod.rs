//! Notifications in memory.

mod facts;
mod filing;
mod queries;
mod repository;
