//! Hashtags, mentions and links in a text.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest hashtag, in characters; what is longer is plain text.
const MAX_HASHTAG: usize = 100;
const MIN_HANDLE: usize = 3;
const MAX_HANDLE: usize = 30;

/// What a stretch of text names.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum EntityKind {
    /// A hashtag: lower case, NFC, without `#`.
    Hashtag(String),
    /// A handle: lower case, without `@`. Whether anybody has it is not known here.
    Mention(String),
    /// A link, as written.
    Link(String),
}

/// A stretch of text that names something, with its byte range.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Entity {
    /// What it names.
    pub kind: EntityKind,
    /// Where it stands, in bytes, `#` or `@` included.
    pub range: Range<usize>,
}

/// Finds hashtags, mentions and links, in order, none within another.
///
/// A hashtag follows UTS #31's hashtag identifiers in spirit: letters, marks, digits and `_`,
/// with at least one that is not a digit. A mention is `@` and 3 to 30 of `a-z0-9_` without
/// regard to case. Both start at a word boundary, so neither mail addresses nor `a#b` count.
/// A link starts with `http://` or `https://` and ends before white space or closing punctuation.
#[must_use]
pub fn entities(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut before = None;
    let mut at = 0;
    while let Some(here) = text[at..].chars().next() {
        let rest = &text[at..];
        let hit = match here {
            _ if before.is_some_and(is_word) => None,
            '#' | '＃' => hashtag(rest, here.len_utf8(), before),
            '@' | '＠' => mention(rest, here.len_utf8(), before),
            'h' | 'H' => link(rest),
            _ => None,
        };
        if let Some((kind, length)) = hit {
            found.push(Entity {
                kind,
                range: at..at + length,
            });
            at += length;
            before = text[..at].chars().next_back();
        } else {
            at += here.len_utf8();
            before = Some(here);
        }
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_combining_mark(c)
}

/// The zero-width joiners shape letters in Indic and Arabic scripts, so they may stand inside.
pub(crate) fn is_hashtag_char(c: char) -> bool {
    is_word(c) || matches!(c, '\u{200C}' | '\u{200D}')
}

fn hashtag(rest: &str, sign: usize, before: Option<char>) -> Option<(EntityKind, usize)> {
    if before.is_some_and(|c| matches!(c, '#' | '＃' | '&' | '/')) {
        return None;
    }
    let tail = &rest[sign..];
    let end = tail.find(|c| !is_hashtag_char(c)).unwrap_or(tail.len());
    let name = tail[..end].trim_end_matches(['\u{200C}', '\u{200D}']);
    let names_something = name.chars().any(char::is_alphabetic);
    let too_long = name.chars().nth(MAX_HASHTAG).is_some();
    let touches_another = tail[end..].starts_with(['#', '＃']);
    if !names_something || too_long || touches_another {
        return None;
    }
    let lower = name.to_lowercase().nfc().collect();
    Some((EntityKind::Hashtag(lower), sign + name.len()))
}

fn mention(rest: &str, sign: usize, before: Option<char>) -> Option<(EntityKind, usize)> {
    if before.is_some_and(|c| matches!(c, '@' | '＠' | '/' | '.' | '-' | '+')) {
        return None;
    }
    let tail = &rest[sign..];
    let end = tail
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(tail.len());
    let (handle, after) = tail.split_at(end);
    let goes_on = after.starts_with(|c: char| is_word(c) || matches!(c, '@' | '＠'));
    if !(MIN_HANDLE..=MAX_HANDLE).contains(&handle.len()) || goes_on {
        return None;
    }
    Some((
        EntityKind::Mention(handle.to_ascii_lowercase()),
        sign + handle.len(),
    ))
}

fn link(rest: &str) -> Option<(EntityKind, usize)> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| {
        rest.get(..scheme.len())
            .is_some_and(|s| s.eq_ignore_ascii_case(scheme))
    })?;
    let end = rest
        .find(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"'))
        .unwrap_or(rest.len());
    let mut url = &rest[..end];
    // Punctuation behind a link belongs to the sentence, and so does a bracket that it never opened.
    while let Some(last) = url.chars().next_back() {
        let unopened = |open: char, close: char| {
            last == close && url.matches(close).count() > url.matches(open).count()
        };
        let sentence = matches!(
            last,
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '…' | '。' | '、'
        );
        if sentence || unopened('(', ')') || unopened('[', ']') || unopened('{', '}') {
            url = &url[..url.len() - last.len_utf8()];
        } else {
            break;
        }
    }
    let host = url.get(scheme.len()..)?;
    if !host.starts_with(|c: char| c.is_alphanumeric() || c == '[') {
        return None;
    }
    Some((EntityKind::Link(url.to_owned()), url.len()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(text: &str) -> Vec<String> {
        entities(text)
            .into_iter()
            .map(|e| match e.kind {
                EntityKind::Hashtag(t) => format!("#{t}"),
                EntityKind::Mention(h) => format!("@{h}"),
                EntityKind::Link(url) => url,
            })
            .collect()
    }

    #[test]
    fn hashtags_of_every_script() {
        assert_eq!(
            names("#Rust #Straße #東京 #हिन्दी #Ünïcode2, (#a_b) ＃全角"),
            [
                "#rust",
                "#straße",
                "#東京",
                "#हिन्दी",
                "#ünïcode2",
                "#a_b",
                "#全角"
            ]
        );
    }

    #[test]
    fn what_is_no_hashtag() {
        assert_eq!(names("a#b ##c #1 #42 # #_ &#x27; #a#b"), [""; 0]);
    }

    #[test]
    fn mentions_but_not_mail_addresses() {
        assert_eq!(
            names("@Alice, hello @bob_2! mail me@example.org x@@eve .@carol (@dave)"),
            ["@alice", "@bob_2", "@dave"]
        );
        assert_eq!(names("@al @abcdefghijklmnopqrstuvwxyz12345 @zoë"), [""; 0]);
    }

    #[test]
    fn links_keep_their_brackets_and_hide_what_is_inside() {
        assert_eq!(
            names(
                "(see https://a.org/x_(y)#frag), HTTP://b.org/@alice. http:// https://東京.jp/#a"
            ),
            [
                "https://a.org/x_(y)#frag",
                "HTTP://b.org/@alice",
                "https://東京.jp/#a"
            ]
        );
    }

    proptest! {
        #[test]
        fn ranges_are_in_order_and_on_boundaries(text in "[#@/ha-c:tps.é東 ]{0,60}|\\PC{0,60}") {
            let mut last = 0;
            for entity in entities(&text) {
                prop_assert!(entity.range.start >= last);
                prop_assert!(text.get(entity.range.clone()).is_some());
                last = entity.range.end;
            }
        }
    }
}
