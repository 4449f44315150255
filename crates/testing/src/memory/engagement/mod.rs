//! Reactions in memory. They are not counted beside: counting them is what a counter tells.

mod export;
mod queries;
mod repository;
