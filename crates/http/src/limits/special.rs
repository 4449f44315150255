//! Operations that spend from a stricter budget besides.

use poem::http::Method;
use thoughts_use_cases::limits::{Budget, budgets};

use super::limited::spend;
use super::place;
use crate::context::RequestContext;
use crate::problem::Problem;

/// Whose budget it is.
#[derive(Clone, Copy)]
enum Whose {
    Address,
    User,
}
use Whose::{Address, User};

/// A budget that one operation spends from.
pub(crate) struct Special {
    method: &'static Method,
    budget: &'static Budget,
    whose: Whose,
}

/// Which operations do. What hangs on a body (a mail address, a handle, a login) is spent by the
/// use case that reads it.
const TABLE: &[(&Method, &str, &Budget, Whose)] = &[
    (
        &Method::POST,
        "/v1/auth/login",
        &budgets::LOGINS_PER_ADDRESS,
        Address,
    ),
    (
        &Method::POST,
        "/v1/auth/register",
        &budgets::REGISTRATIONS,
        Address,
    ),
    (
        &Method::POST,
        "/v1/auth/password",
        &budgets::PASSWORD_CHANGES,
        User,
    ),
    (
        &Method::POST,
        "/v1/auth/second-factor/enrolment",
        &budgets::PASSWORD_CHANGES,
        User,
    ),
    (
        &Method::POST,
        "/v1/auth/second-factor/recovery-codes",
        &budgets::PASSWORD_CHANGES,
        User,
    ),
    (
        &Method::POST,
        "/v1/auth/second-factor/off",
        &budgets::PASSWORD_CHANGES,
        User,
    ),
    (
        &Method::POST,
        "/v1/auth/password/forgot",
        &budgets::MAILS_PER_CLIENT,
        Address,
    ),
    (
        &Method::POST,
        "/v1/auth/password/reset",
        &budgets::MAILED_TOKENS,
        Address,
    ),
    (
        &Method::POST,
        "/v1/auth/email/verify",
        &budgets::MAILED_TOKENS,
        Address,
    ),
    (
        &Method::POST,
        "/v1/auth/email/verification",
        &budgets::MAILS_PER_CLIENT,
        Address,
    ),
    (&Method::GET, "/v1/me/export", &budgets::EXPORTS, User),
    (&Method::POST, "/v1/reports", &budgets::REPORTS, User),
];

/// What the operations of a path spend from.
pub(crate) fn special(template: &str) -> Vec<Special> {
    let rows = TABLE.iter().filter(|(_, path, ..)| *path == template);
    rows.map(|&(method, _, budget, whose)| Special {
        method,
        budget,
        whose,
    })
    .collect()
}

impl Special {
    /// Spends for a request of this method. A user who has not signed in is left to the route.
    pub(crate) async fn spend(
        &self,
        method: &Method,
        context: &RequestContext,
    ) -> Result<(), Problem> {
        if method != self.method {
            return Ok(());
        }
        let limiter = &*context.ports.limiter;
        match self.whose {
            Address => spend(limiter, self.budget, &place(context.client)).await,
            User => match context.caller.get() {
                Some(Some(caller)) => spend(limiter, self.budget, caller.user_id.as_str()).await,
                _ => Ok(()),
            },
        }
    }
}
