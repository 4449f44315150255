//! The text of a post, and what it names.

use crate::text::{EntityKind, distinct, entities, mentioned_handles, text_value};

text_value!(
    /// The text of a post: 1 to 500 characters.
    PostBody, "posts.body", min: 1, max: 500, multiline: true
);

impl PostBody {
    /// The hashtags, each once, in the order of their first appearance, lower case, without `#`.
    #[must_use]
    pub fn hashtags(&self) -> Vec<String> {
        distinct(
            entities(self.as_str())
                .into_iter()
                .filter_map(|e| match e.kind {
                    EntityKind::Hashtag(tag) => Some(tag),
                    EntityKind::Mention(_) | EntityKind::Link(_) => None,
                }),
        )
    }

    /// The handles that are mentioned, each once, in order, lower case, without `@`.
    #[must_use]
    pub fn mentioned_handles(&self) -> Vec<String> {
        mentioned_handles(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::TextError;

    #[test]
    fn names_each_thing_once() {
        let body = PostBody::parse("#b #A @Bob #a @bob @eve https://x.org/#c").expect("body");
        assert_eq!(body.hashtags(), ["b", "a"]);
        assert_eq!(body.mentioned_handles(), ["bob", "eve"]);
    }

    #[test]
    fn holds_500_characters() {
        assert!(PostBody::parse(&"é".repeat(500)).is_ok());
        assert_eq!(
            PostBody::parse(&"é".repeat(501)),
            Err(TextError::TooLong { max: 500 })
        );
        assert_eq!(PostBody::parse(" "), Err(TextError::TooShort { min: 1 }));
    }
}
