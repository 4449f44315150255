//! The moderation log, and what users report.

mod export;
mod queries;
mod report_queries;
mod reports;
mod repository;
