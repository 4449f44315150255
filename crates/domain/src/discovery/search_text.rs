//! What somebody looks for.

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::words;
use crate::accounts::Handle;
use crate::text::is_hashtag_char;

/// The longest text, in grapheme clusters.
const LONGEST: usize = 100;

/// What its words may take together, in bytes: some characters stand for many.
const MOST_BYTES: usize = 1_000;

/// What somebody looks for: any text at all. Nothing in it is an operator.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SearchText {
    phrases: Vec<Vec<String>>,
    hashtag: Option<String>,
    handle: Option<Handle>,
}

/// Why a text cannot be looked for.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
pub enum SearchTextError {
    /// More than 100 characters, or characters that stand for very many.
    #[error("has more than 100 characters")]
    TooLong,
}

impl SearchText {
    /// Reads a text. One without any word is fine, and finds nothing.
    pub fn parse(raw: &str) -> Result<Self, SearchTextError> {
        let raw = raw.trim();
        if raw.graphemes(true).nth(LONGEST).is_some() || raw.len() > MOST_BYTES {
            return Err(SearchTextError::TooLong);
        }
        let mut phrases: Vec<Vec<String>> = Vec::new();
        for phrase in words(raw) {
            if !phrases.contains(&phrase) {
                phrases.push(phrase);
            }
        }
        let bytes: usize = phrases.iter().flatten().map(String::len).sum();
        if bytes > MOST_BYTES {
            return Err(SearchTextError::TooLong);
        }
        let tag = raw.strip_prefix(['#', '＃']).unwrap_or(raw);
        let is_tag = !tag.is_empty() && tag.chars().all(is_hashtag_char);
        Ok(Self {
            phrases,
            hashtag: is_tag.then(|| tag.to_lowercase().nfc().collect()),
            handle: Handle::parse(raw.strip_prefix('@').unwrap_or(raw)).ok(),
        })
    }

    /// What must be there: of each phrase all words, one behind the other. Empty for a text that
    /// finds nothing.
    #[must_use]
    pub fn phrases(&self) -> &[Vec<String>] {
        &self.phrases
    }

    /// The beginning of the hashtags that it names, lower case, without `#`; none when it can name
    /// none.
    #[must_use]
    pub fn hashtag(&self) -> Option<&str> {
        self.hashtag.as_deref()
    }

    /// The handle that it names, with or without `@`; none when it can name none.
    #[must_use]
    pub const fn handle(&self) -> Option<&Handle> {
        self.handle.as_ref()
    }

    /// The same for every text whose words are the same.
    #[must_use]
    pub fn key(&self) -> String {
        let phrases: Vec<String> = self.phrases.iter().map(|run| run.join("+")).collect();
        phrases.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_written_differently_is_the_same() {
        let key = |raw| SearchText::parse(raw).map(|text| text.key());
        assert_eq!(key(" \"Rust\"  東京 rust"), Ok("rust 東+京".to_owned()));
        assert_eq!(key("RUST, 東京"), key("rust 東京"));
        assert_ne!(key("rust 東 京"), key("rust 東京"));
    }

    #[test]
    fn a_hashtag_is_named_with_or_without_its_sign() {
        for (raw, tag) in [
            ("#Rust", Some("rust")),
            ("rust_", Some("rust_")),
            ("＃東京", Some("東京")),
            ("two words", None),
            ("#", None),
            ("", None),
        ] {
            assert_eq!(
                SearchText::parse(raw).expect("a text").hashtag(),
                tag,
                "{raw}"
            );
        }
    }

    #[test]
    fn a_long_text_is_refused() {
        assert!(SearchText::parse(&"a".repeat(100)).is_ok());
        let too_long = Err(SearchTextError::TooLong);
        assert_eq!(SearchText::parse(&"a".repeat(101)), too_long);
        assert_eq!(SearchText::parse(&"a".repeat(10_000)), too_long);
        // Eighteen letters each, and each again the same words.
        let many = SearchText::parse(&"\u{FDFA} ".repeat(50)).expect("a text");
        assert_eq!(many.phrases().len(), 4);
        let piled = format!("a{}", "\u{0301}".repeat(10_000));
        assert_eq!(SearchText::parse(&piled), too_long);
    }

    proptest! {
        #[test]
        fn any_text_is_taken_or_too_long(raw in ".{0,120}") {
            let count = raw.trim().graphemes(true).count();
            if let Ok(text) = SearchText::parse(&raw) {
                prop_assert!(count <= LONGEST);
                prop_assert!(text.key().len() <= 2 * MOST_BYTES);
            }
        }
    }
}
