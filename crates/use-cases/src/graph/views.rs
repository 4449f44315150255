//! What readers of the graph get.

use thoughts_domain::time::Timestamp;

use crate::accounts::UserSummary;

/// A user in a list of those who follow, are followed, blocked or muted.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RelatedUser {
    /// Who.
    pub user: UserSummary,
    /// Since when he stands in the list.
    pub since: Timestamp,
}
