//! Words as `PostgreSQL` writes them. Words hold letters, digits and marks only, so none can end
//! the quotes that it stands in, nor be a wildcard.

use thoughts_domain::discovery::{SearchText, words};

/// The document of a text, as `tsvector` is written: each word with its places.
pub(super) fn document(text: &str) -> String {
    let words = words(text).into_iter().flatten();
    let placed = (1..)
        .zip(words)
        .map(|(place, word)| format!("'{word}':{place}"));
    placed.collect::<Vec<_>>().join(" ")
}

/// What must be in a document, as `tsquery` is written.
pub(super) fn query(text: &SearchText) -> String {
    let phrases = text.phrases().iter().map(|phrase| {
        let words: Vec<String> = phrase.iter().map(|word| format!("'{word}'")).collect();
        format!("({})", words.join(" <-> "))
    });
    phrases.collect::<Vec<_>>().join(" & ")
}

/// What must be in a user's names, as patterns of LIKE.
pub(super) fn patterns(text: &SearchText) -> Vec<String> {
    let patterns = text.phrases().iter().map(|phrase| match &phrase[..] {
        // A part of a word, for which an index of trigrams needs three characters.
        [word] if word.chars().nth(2).is_some() => format!("%{word}%"),
        // Or the beginning of one.
        words => format!("%  {}%", words.join("  ")),
    });
    patterns.collect()
}
