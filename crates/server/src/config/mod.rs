//! What options are read as: each value is checked before anything starts.

mod budgets;
mod database;
mod log_format;
mod origins;
mod proxies;
mod public_url;
mod retention;
mod switch;

pub use budgets::Budgets;
pub use database::Database;
pub use log_format::LogFormat;
pub use origins::Origins;
pub use proxies::TrustedProxies;
pub use public_url::PublicUrl;
pub use retention::Retention;
pub use switch::Switch;
