//! Answers kept for retries.

mod export;
mod repository;
