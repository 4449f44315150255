//! The keys of one moment of a rotation.

use super::{KeyError, PublicKey, SecretLabel, Secrets, SigningKey};

/// The key that signs, and the others that count beside it while keys change: those before it,
/// and those that come after it and are announced already.
#[derive(Clone, Debug)]
pub struct KeyRing {
    /// Signs, and is what every fresh secret is derived from.
    pub signing: SigningKey,
    /// Their signatures are believed, and so is what was made under secrets derived from them.
    pub others: Vec<SigningKey>,
    /// Only their signatures are believed.
    pub public: Vec<PublicKey>,
}

impl KeyRing {
    /// A key that nothing else counts beside.
    #[must_use]
    pub const fn of(signing: SigningKey) -> Self {
        Self {
            signing,
            others: Vec::new(),
            public: Vec::new(),
        }
    }

    /// Every key that verifies, the one that signs first.
    pub fn verifying(&self) -> impl Iterator<Item = &PublicKey> {
        std::iter::once(&self.signing)
            .chain(&self.others)
            .map(SigningKey::public)
            .chain(&self.public)
    }

    /// Derives one secret from every private key.
    ///
    /// # Errors
    /// Those of [`SigningKey::derive`].
    pub fn derive(&self, label: SecretLabel) -> Result<Secrets, KeyError> {
        let others = self.others.iter().map(|key| key.derive(label));
        Ok(Secrets {
            present: self.signing.derive(label)?,
            others: others.collect::<Result<_, _>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapping_two_keys_changes_only_which_is_the_present_one() {
        let [old, new] = [(); 2].map(|()| SigningKey::generate().expect("a key"));
        let ring = |signing: &SigningKey, other: &SigningKey| KeyRing {
            others: vec![other.clone()],
            ..KeyRing::of(signing.clone())
        };
        for label in SecretLabel::ALL {
            let before = ring(&old, &new).derive(label).expect("secrets");
            let after = ring(&new, &old).derive(label).expect("secrets");
            assert!(before.present == after.others[0] && before.others[0] == after.present);
            assert!(before.present != after.present);
        }
        let ids: Vec<_> = ring(&new, &old)
            .verifying()
            .map(|key| key.id().to_owned())
            .collect();
        assert_eq!(ids, [new.public().id(), old.public().id()]);
    }
}
