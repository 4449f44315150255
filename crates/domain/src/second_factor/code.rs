//! What somebody shows as his second factor.

use std::fmt;

use thiserror::Error;

/// How many recovery codes are given out at once.
pub const RECOVERY_CODES: usize = 10;

/// Crockford's base 32, in lower case: without letters that look like digits.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// How many letters a recovery code has: 80 bits, so that it is worth no guess, and its hash needs
/// no slow one.
const RECOVERY_LETTERS: usize = 16;

/// The six digits that an app shows (RFC 6238). Never shown by [`fmt::Debug`].
#[derive(Clone, Eq, PartialEq)]
pub struct TotpCode(String);

/// Not six digits.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("must be the six digits that the app shows")]
pub struct TotpCodeError;

impl TotpCode {
    /// Takes six digits; spaces and hyphens between them do not count.
    pub fn parse(text: &str) -> Result<Self, TotpCodeError> {
        let digits = without_separators(text);
        if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(TotpCodeError)
        }
    }

    /// The six digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TotpCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpCode(***)")
    }
}

/// A code that works once, for who has lost the app. Never shown by [`fmt::Debug`].
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// The code of these 80 bits, which come by lot.
    #[must_use]
    pub fn of_chance(bits: [u8; 10]) -> Self {
        let letters = bits.chunks_exact(5).flat_map(|five| {
            let word = five
                .iter()
                .fold(0_u64, |word, byte| (word << 8) | u64::from(*byte));
            (0..8).rev().map(move |place| letter(word >> (5 * place)))
        });
        Self(letters.collect())
    }

    /// Takes a code as it was shown, in capitals too; spaces and hyphens do not count, and letters
    /// that look like digits are those digits.
    fn parse(text: &str) -> Option<Self> {
        let letters: String = without_separators(text)
            .chars()
            .map(|c| match c.to_ascii_lowercase() {
                'o' => '0',
                'i' | 'l' => '1',
                other => other,
            })
            .collect();
        let known = letters.bytes().all(|byte| ALPHABET.contains(&byte));
        (known && letters.len() == RECOVERY_LETTERS).then_some(Self(letters))
    }

    /// The sixteen letters and digits, without hyphens: what is hashed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The code as it is shown: `xxxx-xxxx-xxxx-xxxx`.
    #[must_use]
    pub fn to_shown(&self) -> String {
        let mut shown = String::with_capacity(RECOVERY_LETTERS + 3);
        for (place, letter) in self.0.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                shown.push('-');
            }
            shown.push(letter);
        }
        shown
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(***)")
    }
}

/// What somebody gave as his second factor.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum GivenCode {
    /// What his app shows.
    Totp(TotpCode),
    /// One of his recovery codes.
    Recovery(RecoveryCode),
}

/// Neither a code of an app nor a recovery code.
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[error("must be the six digits that the app shows, or a recovery code")]
pub struct GivenCodeError;

impl GivenCode {
    /// Takes either.
    pub fn parse(text: &str) -> Result<Self, GivenCodeError> {
        if let Ok(code) = TotpCode::parse(text) {
            return Ok(Self::Totp(code));
        }
        RecoveryCode::parse(text)
            .map(Self::Recovery)
            .ok_or(GivenCodeError)
    }
}

/// A text as people copy it, without what they put between its letters.
fn without_separators(text: &str) -> String {
    let kept = text.chars().filter(|c| !c.is_whitespace() && *c != '-');
    // Whatever is longer is no code: no need to carry it about.
    kept.take(RECOVERY_LETTERS + 1).collect()
}

/// The letter of the lowest five bits.
fn letter(bits: u64) -> char {
    let place = usize::try_from(bits & 31).unwrap_or_default();
    ALPHABET.get(place).copied().map_or('0', char::from)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn six_digits_are_a_code_however_they_are_spaced() {
        for text in ["123456", " 123 456 ", "123-456"] {
            let code = TotpCode::parse(text).expect("a code");
            assert_eq!(code.as_str(), "123456");
            assert_eq!(GivenCode::parse(text), Ok(GivenCode::Totp(code)));
        }
        for text in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert_eq!(TotpCode::parse(text), Err(TotpCodeError), "{text}");
            assert_eq!(GivenCode::parse(text), Err(GivenCodeError), "{text}");
        }
    }

    #[test]
    fn recovery_codes_are_spelled_by_crockford() {
        let code = RecoveryCode::of_chance([0x00, 0x44, 0x32, 0x14, 0xc7, 0xff, 0, 0, 0, 0x1f]);
        assert_eq!(code.to_shown(), "0123-4567-zw00-000z");
        let typed = "oL23 4567-ZW00-OOOZ";
        assert_eq!(GivenCode::parse(typed), Ok(GivenCode::Recovery(code)));
        for text in [
            "0123-4567-zw00-000",
            "0123-4567-zw00-000zz",
            "u123-4567-zw00-000z",
        ] {
            assert_eq!(GivenCode::parse(text), Err(GivenCodeError), "{text}");
        }
    }

    #[test]
    fn no_code_is_in_a_log() {
        let code = RecoveryCode::of_chance([7; 10]);
        let given = GivenCode::Recovery(code);
        assert_eq!(format!("{given:?}"), "Recovery(RecoveryCode(***))");
        let given = GivenCode::parse("123456").expect("a code");
        assert_eq!(format!("{given:?}"), "Totp(TotpCode(***))");
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back_and_every_bit_counts(bits: [u8; 10], bit in 0_usize..80) {
            let code = RecoveryCode::of_chance(bits);
            let shown = code.to_shown();
            prop_assert_eq!(GivenCode::parse(&shown), Ok(GivenCode::Recovery(code.clone())));
            prop_assert_eq!(
                GivenCode::parse(&shown.to_uppercase()),
                Ok(GivenCode::Recovery(code.clone()))
            );
            let mut other = bits;
            other[bit / 8] ^= 1 << (bit % 8);
            prop_assert_ne!(RecoveryCode::of_chance(other), code);
        }

        #[test]
        fn any_text_is_taken_or_refused(text in "\\PC{0,40}") {
            let _ = GivenCode::parse(&text);
        }
    }
}
