//! Tags for what clients carry.

use thoughts_use_cases::system::MessageAuthenticator;

use crate::digest::digest;

/// Tells a changed message from the one that was tagged.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainAuthenticator;

impl MessageAuthenticator for PlainAuthenticator {
    fn tag(&self, message: &[u8]) -> [u8; 16] {
        let [tag, _] = *digest("message", message).as_chunks().0 else {
            panic!("a digest has two halves of 16 bytes");
        };
        tag
    }

    fn verify(&self, message: &[u8], tag: &[u8]) -> bool {
        self.tag(message) == tag
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_message_or_tag_is_refused() {
        let tag = PlainAuthenticator.tag(b"cursor");
        assert!(PlainAuthenticator.verify(b"cursor", &tag));
        assert!(!PlainAuthenticator.verify(b"cursos", &tag));
        assert!(!PlainAuthenticator.verify(b"cursor", &tag[..8]));
    }
}
