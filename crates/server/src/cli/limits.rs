//! The options of rate limits.

use clap::Args;

use super::checked::{checked, text};
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
}
