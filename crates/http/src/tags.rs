//! The groups of operations in the document.

use poem_openapi::Tags;

/// The groups of operations.
#[derive(Tags)]
pub(crate) enum Tag {
    /// Accounts are opened, devices sign in and out, tokens are refreshed.
    #[oai(rename = "Signing in")]
    SignIn,
    /// Codes of an app beside the password, off unless its user turns it on.
    #[oai(rename = "Second factor")]
    SecondFactor,
    /// Your own account, and the public profiles of all.
    Accounts,
    /// Short texts: the feeds, single posts and their history.
    Posts,
    /// Answers to posts and to other comments.
    Comments,
    /// Who follows, blocks and mutes whom.
    Graph,
    /// Finding posts, users and hashtags.
    Discovery,
    /// Who likes, reposts and keeps what.
    Engagement,
    /// Reports; and, for moderators, working on them, suspending users, and the log of what was done.
    Moderation,
    /// What others did that concerns you.
    Notifications,
    /// Whether the service lives, is ready, and how its parts are.
    Health,
}
