//! The queue of mails.

mod queries;
mod repository;
