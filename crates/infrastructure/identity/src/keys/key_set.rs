//! The published keys.

use serde_json::json;

use super::PublicKey;

/// A JSON Web Key Set (RFC 7517) of Ed25519 keys (RFC 8037), in the order given, each once.
#[must_use]
pub fn key_set<'a>(keys: impl IntoIterator<Item = &'a PublicKey>) -> String {
    let mut listed: Vec<&PublicKey> = Vec::new();
    for key in keys {
        if !listed.contains(&key) {
            listed.push(key);
        }
    }
    let keys: Vec<_> = listed
        .into_iter()
        .map(|key| {
            json!({
                "kty": "OKP",
                "crv": "Ed25519",
                "x": key.to_base64url(),
                "kid": key.id(),
                "use": "sig",
                "alg": "EdDSA",
            })
        })
        .collect();
    json!({ "keys": keys }).to_string()
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::jwk::JwkSet;

    use super::*;
    use crate::keys::SigningKey;

    #[test]
    fn another_implementation_reads_it() {
        let [new, old] = [(); 2].map(|()| SigningKey::generate().expect("a key"));
        let text = key_set([new.public(), old.public(), new.public()]);
        let set: JwkSet = serde_json::from_str(&text).expect("a key set");
        let ids: Vec<_> = set
            .keys
            .iter()
            .filter_map(|key| key.common.key_id.as_deref())
            .collect();
        assert_eq!(ids, [new.public().id(), old.public().id()]);
        for key in &set.keys {
            let thumbprint = key.thumbprint(jsonwebtoken::jwk::ThumbprintHash::SHA256);
            assert_eq!(thumbprint.ok(), key.common.key_id);
        }
        assert!(!text.contains("\"d\""), "no private part: {text}");
    }
}
