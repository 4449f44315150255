//! Second factors.

mod export;
mod queries;
mod repository;
