//! What readers of reactions get.

use thoughts_domain::time::Timestamp;

use crate::accounts::UserSummary;
use crate::posts::PostView;

/// A user in a list of those who like or reposted a post.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReactingUser {
    /// Who.
    pub user: UserSummary,
    /// Since when he stands in the list.
    pub since: Timestamp,
}

/// A post that somebody keeps.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct BookmarkedPost {
    /// The post, as he sees it.
    pub post: PostView,
    /// Since when he keeps it.
    pub since: Timestamp,
}
