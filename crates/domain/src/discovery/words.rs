//! The words of a text, without regard to case and accents.
//!
//! The same rule makes the words that are stored and those that are looked for, so that no
//! database's own idea of a word comes between the two.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What goes on after these many characters is left out; stored and looked for alike.
const LONGEST: usize = 64;

/// The words of a text in order, by what stands without a gap: `"I like naïve 東京!"` is
/// `[["i"], ["like"], ["naive"], ["東", "京"]]`.
///
/// A word is a run of letters, digits and marks. Scripts that set no spaces between words (those
/// of Chinese and Japanese, Thai, Lao, Khmer, Burmese) give one word for each character; looking
/// for several that stand side by side finds what a dictionary would call a word, and more.
#[must_use]
pub fn words(text: &str) -> Vec<Vec<String>> {
    let mut runs: Vec<Vec<String>> = Vec::new();
    let mut in_a_run = false;
    let mut before = None;
    for c in folded(text) {
        if !(c.is_alphanumeric() || is_combining_mark(c)) {
            in_a_run = false;
            continue;
        }
        if !in_a_run {
            runs.push(Vec::new());
            (in_a_run, before) = (true, None);
        }
        let Some(run) = runs.last_mut() else { continue };
        let stands_alone = is_unspaced(c) || before.is_some_and(is_unspaced);
        match run.last_mut() {
            Some(word) if !stands_alone || is_combining_mark(c) => {
                if word.chars().count() < LONGEST {
                    word.push(c);
                }
            }
            _ => run.push(c.to_string()),
        }
        if !is_combining_mark(c) {
            before = Some(c);
        }
    }
    runs
}

/// A user's handle and display name as one text, in which each word has two spaces before it:
/// three characters of it say where a word begins, as an index of trigrams needs.
#[must_use]
pub fn names(handle: &str, display_name: &str) -> String {
    let runs = words(handle).into_iter().chain(words(display_name));
    runs.flatten().fold(String::new(), |mut text, word| {
        text.push_str("  ");
        text.push_str(&word);
        text
    })
}

/// Lower case, compatibility forms unified, accents dropped (UAX #15).
fn folded(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkd()
        .filter(|c| !is_dropped(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ς' { 'σ' } else { c })
        .nfc()
}

/// Accents of the European scripts, vowel points of Arabic and Hebrew, the Arabic stretch, and
/// what only says how letters join.
const fn is_dropped(c: char) -> bool {
    matches!(
        c,
        '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05BD}' | '\u{05BF}'..='\u{05C7}' | '\u{0640}'
            | '\u{064B}'..='\u{0652}' | '\u{0670}' | '\u{00AD}' | '\u{200B}'..='\u{200D}'
            | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
    )
}

/// Whether its script sets no spaces between words.
const fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
            | '\u{2E80}'..='\u{2FDF}' | '\u{3005}'..='\u{3007}' | '\u{3021}'..='\u{3029}'
            | '\u{3031}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}' | '\u{A9E0}'..='\u{A9FF}' | '\u{AA60}'..='\u{AA7F}'
            | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn runs(text: &str) -> Vec<String> {
        words(text).iter().map(|run| run.join("|")).collect()
    }

    #[test]
    fn case_and_accents_do_not_count() {
        for (text, expected) in [
            ("Naïve CAFÉ, Ångström!", vec!["naive", "cafe", "angstrom"]),
            ("İstanbul ΣΊΣΥΦΟΣ", vec!["istanbul", "σισυφοσ"]),
            ("Ёлка №5 ﬁn Ⅷ", vec!["елка", "no5", "fin", "viii"]),
            ("مُحَمَّد مـــرحبا", vec!["محمد", "مرحبا"]),
            ("#rust_lang @ada", vec!["rust", "lang", "ada"]),
            ("don't 3.14 a-b", vec!["don", "t", "3", "14", "a", "b"]),
        ] {
            assert_eq!(runs(text), expected, "{text}");
        }
    }

    #[test]
    fn scripts_without_spaces_give_a_word_for_each_character() {
        for (text, expected) in [
            ("静かな夜。", "静|か|な|夜"),
            ("iPhone15手机", "iphone15|手|机"),
            ("ｶﾞｽ", "ガ|ス"),
            ("한국어", "한국어"),
        ] {
            assert_eq!(runs(text), [expected], "{text}");
        }
        // A mark stays with the letter that it stands on.
        assert_eq!(runs("ที่นี่"), ["ที่|นี่"]);
        assert_eq!(runs("हिन्दी"), ["हिन्दी"]);
    }

    #[test]
    fn signs_and_pictures_are_no_words() {
        assert_eq!(runs("\" OR 1=1; -- 🌍 \0 *"), ["or", "1", "1"]);
        assert_eq!(runs("👩‍👩‍👧 … !!"), Vec::<String>::new());
    }

    #[test]
    fn names_say_where_a_word_begins() {
        assert_eq!(names("ada_99", "Ada 東京"), "  ada  99  ada  東  京");
    }

    proptest! {
        #[test]
        fn words_hold_nothing_that_means_something_to_a_database(text in ".{0,80}") {
            for word in words(&text).iter().flatten() {
                prop_assert!(!word.is_empty() && word.chars().count() <= LONGEST + 8);
                prop_assert!(!word.contains(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()));
                prop_assert!(!word.contains(|c: char| c.is_whitespace() || c.is_control()));
            }
        }

        #[test]
        fn the_words_of_words_are_themselves(text in "\\PC{0,60}") {
            let once: Vec<String> = words(&text).into_iter().flatten().collect();
            let again: Vec<String> = words(&once.join(" ")).into_iter().flatten().collect();
            prop_assert_eq!(again, once);
        }
    }
}
