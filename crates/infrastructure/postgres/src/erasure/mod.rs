//! What is left to do after accounts have gone.

mod queries;
mod repository;
