//! Every budget of this service.
//!
//! They are sized so that people and well-made clients never meet them, while a program that
//! guesses, floods or sends mail is slowed to what does no harm. An operator can set each of them
//! by name (`RATE_LIMIT_BUDGETS`).

use std::time::Duration;

use super::Budget;

const fn budget(name: &'static str, quota: u32, window: Duration) -> Budget {
    Budget {
        name,
        quota,
        window,
    }
}

/// Requests of a user. Keyed by user.
pub const REQUESTS_PER_USER: Budget = budget("requests", 3_000, Duration::from_mins(1));

/// Requests of everybody who has not signed in. Keyed by client address.
pub const REQUESTS_PER_ADDRESS: Budget = budget("requests-address", 6_000, Duration::from_mins(1));

/// Requests of a user that change something. Keyed by user.
pub const WRITES: Budget = budget("writes", 600, Duration::from_mins(1));

/// Logins, right or wrong, over all accounts. Keyed by client address.
pub const LOGINS_PER_ADDRESS: Budget = budget("logins", 100, Duration::from_mins(10));

/// Wrong passwords for one login from one address. Keyed by login and client address.
pub const FAILED_LOGINS: Budget = budget("failed-logins", 10, Duration::from_mins(15));

/// Wrong passwords for one login from all addresses together. Keyed by login.
pub const FAILED_LOGINS_ANYWHERE: Budget =
    budget("failed-logins-anywhere", 100, Duration::from_hours(1));

/// Wrong passwords for one login from one address while the budget for all addresses is used up.
/// Keyed by login and client address.
pub const FAILED_LOGINS_UNDER_ATTACK: Budget =
    budget("failed-logins-under-attack", 3, Duration::from_hours(24));

/// New accounts. Keyed by client address.
pub const REGISTRATIONS: Budget = budget("registrations", 100, Duration::from_hours(1));

/// Mails that somebody asks for: a forgotten password, an address to verify. Keyed by client
/// address.
pub const MAILS_PER_CLIENT: Budget = budget("mails", 30, Duration::from_hours(1));

/// Mails that are sent to one mail address, known or not. Keyed by mail address.
pub const MAILS_PER_RECIPIENT: Budget = budget("mails-to", 5, Duration::from_hours(1));

/// One-time tokens from mails that are tried: a reset, a verification. Keyed by client address.
pub const MAILED_TOKENS: Budget = budget("mailed-tokens", 30, Duration::from_mins(15));

/// Changes of a password or of the second factor, each of which asks for the present password.
/// Keyed by user.
pub const PASSWORD_CHANGES: Budget = budget("password-changes", 10, Duration::from_mins(15));

/// Changes of a handle. Keyed by user.
pub const HANDLE_CHANGES: Budget = budget("handle-changes", 5, Duration::from_hours(24));

/// Wrong codes of a second factor, of the six digits that an app shows. Three of a million are
/// right at a time: who knows the password and guesses gets in once in 23 years. Keyed by user.
pub const SECOND_FACTORS: Budget = budget("second-factors", 10, Duration::from_hours(6));

/// Exports of everything held about a user. Keyed by user.
pub const EXPORTS: Budget = budget("exports", 10, Duration::from_hours(1));

/// Reports to moderators. Keyed by user.
pub const REPORTS: Budget = budget("reports", 60, Duration::from_hours(1));

/// All of them.
pub const ALL: [Budget; 16] = [
    REQUESTS_PER_USER,
    REQUESTS_PER_ADDRESS,
    WRITES,
    LOGINS_PER_ADDRESS,
    FAILED_LOGINS,
    FAILED_LOGINS_ANYWHERE,
    FAILED_LOGINS_UNDER_ATTACK,
    REGISTRATIONS,
    MAILS_PER_CLIENT,
    MAILS_PER_RECIPIENT,
    MAILED_TOKENS,
    PASSWORD_CHANGES,
    HANDLE_CHANGES,
    SECOND_FACTORS,
    EXPORTS,
    REPORTS,
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::ALL;

    #[test]
    fn names_are_plain_and_told_apart() {
        let names: HashSet<_> = ALL.iter().map(|budget| budget.name).collect();
        assert_eq!(names.len(), ALL.len());
        for budget in ALL {
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
            assert!(budget.name.bytes().all(plain), "{budget:?}");
            assert!(budget.quota > 0 && !budget.window.is_zero(), "{budget:?}");
        }
    }
}
