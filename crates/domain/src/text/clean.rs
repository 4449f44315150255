//! Cleaning and measuring.

use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_segmentation::UnicodeSegmentation;

use super::TextError;

/// How many bytes one allowed grapheme cluster may take on average. Without it a single
/// "character" could carry megabytes of combining marks.
const BYTES_PER_CLUSTER: usize = 16;

/// What a field takes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TextRule {
    /// The least number of grapheme clusters; above zero, at least one of them is visible.
    pub min: usize,
    /// The greatest number of grapheme clusters.
    pub max: usize,
    /// Whether line breaks may stand in it.
    pub multiline: bool,
}

/// Turns CRLF into LF, normalises to NFC, trims, and checks `rule`.
///
/// Lengths count extended grapheme clusters (UAX #29) with a cap of 16 bytes for each allowed
/// cluster. A single-line field also refuses bidirectional overrides, with which a name could
/// reorder the text around it (UAX #9).
pub fn clean(raw: &str, rule: TextRule) -> Result<String, TextError> {
    let TextRule {
        min,
        max,
        multiline,
    } = rule;
    // Refuse a hopeless length before any work is spent on it: NFC at most triples, trimming and
    // line ends may shrink, so the exact check comes after.
    if raw.trim().len() > max * BYTES_PER_CLUSTER * 4 {
        return Err(TextError::TooLong { max });
    }
    let unified = raw.replace("\r\n", "\n");
    let normal = if is_nfc(&unified) {
        unified
    } else {
        unified.nfc().collect()
    };
    let text = normal.trim();
    let refused = |c: char| {
        (c.is_control() && !(multiline && c == '\n')) || (!multiline && is_bidi_override(c))
    };
    if text.chars().any(refused) {
        return Err(TextError::ControlCharacter);
    }
    if text.len() > max * BYTES_PER_CLUSTER || text.graphemes(true).nth(max).is_some() {
        return Err(TextError::TooLong { max });
    }
    let visible = text.chars().any(|c| !c.is_whitespace() && !is_invisible(c));
    if min > 0 && (!visible || text.graphemes(true).count() < min) {
        return Err(TextError::TooShort { min });
    }
    Ok(text.to_owned())
}

/// Embeddings, overrides and isolates (UAX #9, section 2), and the line and paragraph
/// separators, which break a line without being control characters.
const fn is_bidi_override(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Characters that draw nothing: the common part of `Default_Ignorable_Code_Point`.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BODY: TextRule = TextRule {
        min: 1,
        max: 5,
        multiline: true,
    };
    const NAME: TextRule = TextRule {
        min: 1,
        max: 5,
        multiline: false,
    };

    #[test]
    fn counts_what_people_see() {
        assert_eq!(clean("👩‍👩‍👧‍👦a", BODY).as_deref(), Ok("👩‍👩‍👧‍👦a"));
        assert_eq!(clean("🇩🇪🇧🇷🇯🇵🇰🇪🇮🇳", BODY).as_deref(), Ok("🇩🇪🇧🇷🇯🇵🇰🇪🇮🇳"));
        assert_eq!(clean("abcdef", BODY), Err(TextError::TooLong { max: 5 }));
    }

    #[test]
    fn a_pile_of_marks_is_too_long() {
        let zalgo = format!("a{}", "\u{0301}\u{0323}".repeat(60));
        assert_eq!(clean(&zalgo, BODY), Err(TextError::TooLong { max: 5 }));
    }

    #[test]
    fn composes_and_trims() {
        assert_eq!(clean("  e\u{0301}\r\n ", BODY).as_deref(), Ok("é"));
    }

    #[test]
    fn nothing_visible_is_nothing() {
        for text in ["", " \n ", "\u{200B}", "\u{2060}\u{FEFF}"] {
            assert_eq!(
                clean(text, BODY),
                Err(TextError::TooShort { min: 1 }),
                "{text:?}"
            );
        }
    }

    #[test]
    fn control_characters_are_refused() {
        for text in ["a\0b", "a\tb", "a\rb", "a\u{85}b"] {
            assert_eq!(
                clean(text, BODY),
                Err(TextError::ControlCharacter),
                "{text:?}"
            );
        }
        assert_eq!(clean("a\nb", BODY).as_deref(), Ok("a\nb"));
        assert_eq!(clean("a\nb", NAME), Err(TextError::ControlCharacter));
        assert_eq!(clean("a\u{202E}b", NAME), Err(TextError::ControlCharacter));
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(text in "\\PC{0,12}") {
            if let Ok(once) = clean(&text, BODY) {
                prop_assert_eq!(clean(&once, BODY), Ok(once.clone()));
                prop_assert!(once.graphemes(true).count() <= 5);
                prop_assert!(once.len() <= 80);
            }
        }
    }
}
