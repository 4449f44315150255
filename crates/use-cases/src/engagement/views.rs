//! What readers of reactions get.

use thoughts_domain::time::Timestamp;

use crate::accounts::UserSummary;

/// A user in a list of those who like or reposted a post.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReactingUser {
    /// Who.
    pub user: UserSummary,
    /// Since when he stands in the list.
    pub since: Timestamp,
}
