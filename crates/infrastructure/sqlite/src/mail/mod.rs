//! The queue of mails.

mod export;
mod queries;
mod repository;
