//! The text forms of keys.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const ANY_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, ANY_PADDING);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, ANY_PADDING);

/// What a key was written as.
pub(super) enum KeyText {
    /// PEM (RFC 7468), with real line ends.
    Pem(String),
    /// The bytes behind base64.
    Bytes(Vec<u8>),
}

impl KeyText {
    /// Reads PEM, also with the two characters `\n` for a line end, as files of environment
    /// variables have it, or base64 of either alphabet, padded or not.
    pub(super) fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.starts_with("-----BEGIN ") {
            return Some(Self::Pem(text.replace("\\n", "\n")));
        }
        let compact: String = text.split_ascii_whitespace().collect();
        STANDARD
            .decode(&compact)
            .or_else(|_| URL_SAFE.decode(&compact))
            .ok()
            .map(Self::Bytes)
    }
}
