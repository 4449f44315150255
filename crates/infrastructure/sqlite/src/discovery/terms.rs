//! Words as FTS5 takes them. Words hold letters, digits and marks only, so none can end the quotes
//! that it stands in.

use thoughts_domain::discovery::{SearchText, words};

/// The document of a text: its words between spaces.
pub(super) fn document(text: &str) -> String {
    let words: Vec<String> = words(text).into_iter().flatten().collect();
    words.join(" ")
}

/// What must be in a document.
pub(super) fn query(text: &SearchText) -> String {
    let phrases = text.phrases().iter();
    let phrases: Vec<String> = phrases
        .map(|words| format!("\"{}\"", words.join(" ")))
        .collect();
    phrases.join(" AND ")
}

/// What must be in a user's names, as their index of trigrams takes it.
pub(super) fn names_query(text: &SearchText) -> String {
    let phrases = text.phrases().iter().map(|phrase| match &phrase[..] {
        // A part of a word, for which an index of trigrams needs three characters.
        [word] if word.chars().nth(2).is_some() => format!("\"{word}\""),
        // Or the beginning of one.
        words => format!("\"  {}\"", words.join("  ")),
    });
    phrases.collect::<Vec<_>>().join(" AND ")
}
