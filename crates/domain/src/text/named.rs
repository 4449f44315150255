//! What texts of several kinds name alike.

use super::{EntityKind, entities};

/// The handles that a text mentions, each once, in order, lower case, without `@`.
pub(crate) fn mentioned_handles(text: &str) -> Vec<String> {
    distinct(entities(text).into_iter().filter_map(|e| match e.kind {
        EntityKind::Mention(handle) => Some(handle),
        EntityKind::Hashtag(_) | EntityKind::Link(_) => None,
    }))
}

/// Each name once, in the order of its first appearance.
pub(crate) fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = Vec::new();
    for name in names {
        if !seen.contains(&name) {
            seen.push(name);
        }
    }
    seen
}
