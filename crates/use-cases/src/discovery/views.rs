//! What readers of this room get.

/// A hashtag.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HashtagView {
    /// Lower case, without `#`.
    pub name: String,
    /// How many posts had it when the list was ranked.
    pub post_count: u64,
}
