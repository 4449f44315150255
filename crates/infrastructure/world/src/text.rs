//! Texts of made-up people.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use crate::chance::{one_in, pick};
use crate::phrases::{EMOJI, HASHTAGS, LANGUAGES};

/// The text of a post; it may mention `mention`.
pub(crate) fn post(rng: &mut ChaCha8Rng, mention: Option<&str>) -> String {
    let language = pick(rng, LANGUAGES);
    let mut text = pick(rng, language.openings).to_owned();
    for _ in 0..rng.random_range(0..4) {
        text.push_str(", ");
        text.push_str(pick(rng, language.continuations));
    }
    text.push_str(language.stop);
    if let Some(handle) = mention {
        text = format!("@{handle} {text}");
    }
    decorate(rng, &mut text);
    if one_in(rng, 25) {
        text.push_str(&format_link(rng));
    }
    for _ in 0..[0, 0, 0, 1, 1, 2, 3][rng.random_range(0..7)] {
        text.push_str(" #");
        // Squared, so that the first hashtags are the popular ones.
        let place: f64 = rng.random();
        text.push_str(HASHTAGS[scale(place * place, HASHTAGS.len())]);
    }
    text
}

/// The text of a comment.
pub(crate) fn comment(rng: &mut ChaCha8Rng) -> String {
    let language = pick(rng, LANGUAGES);
    let mut text = pick(rng, language.replies).to_owned();
    if one_in(rng, 2) {
        text.push_str(language.stop);
        text.push(' ');
        text.push_str(pick(rng, language.openings));
        text.push_str(language.stop);
    }
    decorate(rng, &mut text);
    text
}

fn decorate(rng: &mut ChaCha8Rng, text: &mut String) {
    if one_in(rng, 3) {
        text.push(' ');
        text.push_str(pick(rng, EMOJI));
    }
    if one_in(rng, 12) {
        text.push('\n');
        let language = pick(rng, LANGUAGES);
        text.push_str(pick(rng, language.continuations));
    }
}

fn format_link(rng: &mut ChaCha8Rng) -> String {
    format!(" https://example.org/{}", rng.random_range(1..10_000))
}

/// A part of a whole, as an index into `length` places.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the part is from 0 to 1 and lengths are far below 2^52"
)]
pub(crate) fn scale(part: f64, length: usize) -> usize {
    ((part * length as f64) as usize).min(length.saturating_sub(1))
}
