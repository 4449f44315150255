//! The options of rate limits.

#![expect(
    clippy::doc_markdown,
    reason = "these comments are the text of --help, which is no Markdown"
)]

use clap::Args;

use thoughts_redis::RedisAddress;

use super::checked::{checked, secret, text};
use crate::config::{Budgets, Switch};

/// How often clients may ask.
#[derive(Args, Clone, Debug)]
pub struct LimitOptions {
    /// Rate limits: on or off; off is for tests and benchmarks
    #[arg(long, env = "RATE_LIMIT", default_value = "on", hide_env_values = true,
        value_name = "SWITCH", value_parser = checked(text::<Switch>))]
    pub rate_limit: Switch,
    /// Budgets that differ from the usual, such as logins=20/10m,writes=60/1m (docs/operations.md
    /// names all)
    #[arg(long, env = "RATE_LIMIT_BUDGETS", default_value = "", hide_default_value = true,
        hide_env_values = true, value_name = "BUDGETS", value_parser = checked(text::<Budgets>))]
    pub rate_limit_budgets: Budgets,
    /// redis://host:port or redis+unix:///path: where replicas share their rate limits [default:
    /// each replica counts for itself]
    #[arg(long, env = "REDIS_URL", hide_env_values = true, value_name = "URL",
        value_parser = secret(text::<RedisAddress>))]
    pub redis_url: Option<RedisAddress>,
}
