//! Answers kept for retries.

mod repository;
