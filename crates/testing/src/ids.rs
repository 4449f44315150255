//! Identifiers that are the same in every run.

use std::sync::atomic::{AtomicU64, Ordering};

use thoughts_domain::ids::Cuid;
use thoughts_use_cases::system::IdGenerator;

/// Well-formed CUID2s, each once, the same in every run. Their order is not the order in which
/// they were made, as with real ones: who sorts by id alone is found out.
#[derive(Debug, Default)]
pub struct SequentialIds(AtomicU64);

impl SequentialIds {
    /// Starts elsewhere, for tests that need two generators side by side.
    #[must_use]
    pub const fn starting_at(number: u64) -> Self {
        Self(AtomicU64::new(number))
    }
}

impl IdGenerator for SequentialIds {
    fn next(&self) -> Cuid {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        let scattered = scatter(number);
        let letter = b'a' + u8::try_from(scattered % 26).expect("a letter of the alphabet");
        let text = format!(
            "{}{}{}",
            char::from(letter),
            base36::<13>(scattered),
            base36::<10>(number)
        );
        Cuid::parse(&text).expect("letters and digits, 24 of them")
    }
}

/// The finaliser of `SplitMix64` (Steele, Lea, Flood: Fast splittable pseudorandom number
/// generators, 2014).
const fn scatter(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

fn base36<const LENGTH: usize>(mut number: u64) -> String {
    let mut digits = [b'0'; LENGTH];
    for digit in digits.iter_mut().rev() {
        *digit = b"0123456789abcdefghijklmnopqrstuvwxyz"
            [usize::try_from(number % 36).expect("a small number")];
        number /= 36;
    }
    digits.map(char::from).iter().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_once_and_not_in_order() {
        let ids = SequentialIds::default();
        let made: Vec<_> = (0..1_000).map(|_| ids.next()).collect();
        assert_eq!(made.iter().collect::<BTreeSet<_>>().len(), made.len());
        assert!(made.windows(2).any(|pair| pair[0] < pair[1]));
        assert!(made.windows(2).any(|pair| pair[0] > pair[1]));
    }

    #[test]
    fn the_same_in_every_run() {
        let (one, two) = (SequentialIds::default(), SequentialIds::default());
        assert_eq!(one.next(), two.next());
        assert_eq!(two.next(), SequentialIds::starting_at(1).next());
    }
}
