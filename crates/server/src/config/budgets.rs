//! Budgets that the operator sets.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use thoughts_use_cases::limits::{Budget, budgets};

/// The longest window: what a store of short-lived state should hold.
const LONGEST: Duration = Duration::from_hours(24 * 31);

/// Budgets that differ from the usual, written `name=quota/window`.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Budgets(Vec<Budget>);

impl Budgets {
    /// Those that differ.
    #[must_use]
    pub fn as_slice(&self) -> &[Budget] {
        &self.0
    }
}

impl FromStr for Budgets {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut found: Vec<Budget> = Vec::new();
        for entry in text.split(',').map(str::trim).filter(|e| !e.is_empty()) {
            let budget = budget(entry)?;
            if found.iter().any(|known| known.name == budget.name) {
                return Err(format!("names {} twice", budget.name));
            }
            found.push(budget);
        }
        Ok(Self(found))
    }
}

fn budget(entry: &str) -> Result<Budget, String> {
    let (name, amount) = entry
        .split_once('=')
        .ok_or_else(|| format!("holds {entry}, which is not name=quota/window"))?;
    let usual = budgets::ALL.iter().find(|budget| budget.name == name);
    let Some(usual) = usual else {
        let names: Vec<_> = budgets::ALL.iter().map(|budget| budget.name).collect();
        let names = names.join(", ");
        return Err(format!("names {name}; the budgets are {names}"));
    };
    let refused = || {
        format!(
            "holds {entry}: say how often (1 to 1000000) in how long (1s to 31days), as in {name}=100/1m"
        )
    };
    let (quota, window) = amount.split_once('/').ok_or_else(refused)?;
    let Ok(quota @ 1..=1_000_000) = quota.parse() else {
        return Err(refused());
    };
    let window = humantime::parse_duration(window).map_err(|_| refused())?;
    // Clients are told the window in whole seconds.
    if window.is_zero() || window > LONGEST || window.subsec_nanos() != 0 {
        return Err(refused());
    }
    Ok(Budget {
        name: usual.name,
        quota,
        window,
    })
}

impl fmt::Display for Budgets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, budget) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            let window = humantime::format_duration(budget.window).to_string();
            let window = window.replace(' ', "");
            write!(f, "{comma}{}={}/{window}", budget.name, budget.quota)?;
        }
        Ok(())
    }
}
