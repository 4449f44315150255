//! A digest that is good enough to tell things apart in tests, and worth nothing against anyone.

use std::hash::{DefaultHasher, Hash, Hasher};

/// 256 bits from a label and some bytes: the same in every run of one toolchain.
pub fn digest(label: &str, bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    for (lane, chunk) in out.chunks_exact_mut(8).enumerate() {
        let mut hasher = DefaultHasher::new();
        (label, lane, bytes).hash(&mut hasher);
        chunk.copy_from_slice(&hasher.finish().to_be_bytes());
    }
    out
}

/// The digest in lower-case hexadecimal digits.
pub fn hex_digest(label: &str, bytes: &[u8]) -> String {
    digest(label, bytes)
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|nibble| char::from_digit(nibble.into(), 16))
        .collect()
}
