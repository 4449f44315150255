//! A key of the provider.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;

/// A key that can verify, with the algorithms that it may verify.
pub(crate) struct VerifyingKey {
    /// Its name in the set, if it has one.
    pub(crate) id: Option<String>,
    /// By the kind of key, and by what the set says of it.
    pub(crate) algorithms: Vec<Algorithm>,
    /// The key.
    pub(crate) decoding: DecodingKey,
}

/// A JSON Web Key (RFC 7517, 4), as far as it counts here.
#[derive(Deserialize)]
pub(crate) struct JsonKey {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

const RSA: &[Algorithm] = &[
    Algorithm::RS256,
    Algorithm::RS384,
    Algorithm::RS512,
    Algorithm::PS256,
    Algorithm::PS384,
    Algorithm::PS512,
];

/// 2048 to 4096 bits: less can be broken, more takes long to verify.
const MODULUS_BYTES: std::ops::RangeInclusive<usize> = 256..=512;

impl VerifyingKey {
    /// The key, when it is one that can verify a signature and may. A provider's set holds others
    /// too: for encryption, or of kinds that are unknown here.
    pub(crate) fn of(key: JsonKey) -> Option<Self> {
        let for_signatures = key.usage.as_deref().is_none_or(|usage| usage == "sig");
        let for_verifying = key
            .key_ops
            .as_ref()
            .is_none_or(|ops| ops.iter().any(|op| op == "verify"));
        if !for_signatures || !for_verifying {
            return None;
        }
        let (possible, decoding) = material(&key)?;
        let algorithms = match key.alg.as_deref() {
            None => possible.to_vec(),
            Some(named) => {
                let named = named.parse().ok().filter(|alg| possible.contains(alg));
                vec![named?]
            }
        };
        Some(Self {
            id: key.kid,
            algorithms,
            decoding,
        })
    }
}

/// Which algorithms such a key can have, and the key itself.
fn material(key: &JsonKey) -> Option<(&'static [Algorithm], DecodingKey)> {
    match (key.kty.as_str(), key.crv.as_deref()) {
        ("RSA", _) => {
            let (n, e) = (bytes(key.n.as_deref())?, bytes(key.e.as_deref())?);
            let zeros = n.iter().take_while(|byte| **byte == 0).count();
            let sound = MODULUS_BYTES.contains(&(n.len() - zeros)) && (1..=4).contains(&e.len());
            let odd = e.last().is_some_and(|last| last & 1 == 1) && e != [1];
            (sound && odd).then(|| (RSA, DecodingKey::from_rsa_raw_components(&n, &e)))
        }
        ("EC", Some("P-256")) => Some((&[Algorithm::ES256], point(key, 32)?)),
        ("EC", Some("P-384")) => Some((&[Algorithm::ES384], point(key, 48)?)),
        ("OKP", Some("Ed25519")) => {
            let x = key.x.as_deref()?;
            let fits = bytes(Some(x))?.len() == 32;
            let key = DecodingKey::from_ed_components(x).ok()?;
            fits.then_some((&[Algorithm::EdDSA], key))
        }
        _ => None,
    }
}

fn point(key: &JsonKey, length: usize) -> Option<DecodingKey> {
    let (x, y) = (key.x.as_deref()?, key.y.as_deref()?);
    let fits = bytes(Some(x))?.len() == length && bytes(Some(y))?.len() == length;
    let key = DecodingKey::from_ec_components(x, y).ok()?;
    fits.then_some(key)
}

fn bytes(text: Option<&str>) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn key(value: Value) -> Option<VerifyingKey> {
        VerifyingKey::of(serde_json::from_value(value).ok()?)
    }

    fn ed25519() -> Value {
        json!({"kty": "OKP", "crv": "Ed25519", "kid": "a",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})
    }

    fn rsa(bits: usize, e: &[u8]) -> Value {
        let n = URL_SAFE_NO_PAD.encode(vec![0xFF; bits / 8]);
        json!({"kty": "RSA", "n": n, "e": URL_SAFE_NO_PAD.encode(e)})
    }

    fn with(mut key: Value, name: &str, value: Value) -> Value {
        key[name] = value;
        key
    }

    #[test]
    fn a_key_has_the_algorithms_of_its_kind() {
        let ed = key(ed25519()).expect("a key");
        assert_eq!(ed.algorithms, [Algorithm::EdDSA]);
        assert_eq!(ed.id.as_deref(), Some("a"));
        let rsa = key(rsa(2_048, &[1, 0, 1])).expect("a key");
        assert_eq!(rsa.algorithms, RSA);
        let coordinate = URL_SAFE_NO_PAD.encode([7; 48]);
        let ec = json!({"kty": "EC", "crv": "P-384", "x": coordinate, "y": coordinate});
        assert_eq!(key(ec).expect("a key").algorithms, [Algorithm::ES384]);
    }

    #[test]
    fn what_the_set_says_of_a_key_narrows_it() {
        let named = with(rsa(2_048, &[1, 0, 1]), "alg", json!("PS256"));
        let algorithms = key(named).expect("a key").algorithms;
        assert_eq!(algorithms, [Algorithm::PS256]);
        let signing = with(ed25519(), "use", json!("sig"));
        let signing = with(signing, "key_ops", json!(["verify"]));
        assert!(key(signing).is_some());
    }

    #[test]
    fn what_cannot_or_may_not_verify_is_left_out() {
        let coordinate = URL_SAFE_NO_PAD.encode([7; 32]);
        for unusable in [
            with(ed25519(), "use", json!("enc")),
            with(ed25519(), "key_ops", json!(["sign"])),
            with(ed25519(), "key_ops", json!([])),
            with(ed25519(), "alg", json!("HS256")),
            with(ed25519(), "alg", json!("RS256")),
            with(ed25519(), "alg", json!("none")),
            with(ed25519(), "x", json!("c2hvcnQ")),
            with(ed25519(), "x", json!("not base64!")),
            with(ed25519(), "crv", json!("X25519")),
            with(rsa(2_048, &[1, 0, 1]), "alg", json!("RSA-OAEP")),
            with(rsa(2_048, &[1, 0, 1]), "alg", json!("ES256")),
            rsa(1_024, &[1, 0, 1]),
            rsa(8_192, &[1, 0, 1]),
            rsa(2_048, &[]),
            rsa(2_048, &[1]),
            rsa(2_048, &[1, 0, 0]),
            rsa(2_048, &[1, 0, 0, 0, 1]),
            json!({"kty": "RSA"}),
            json!({"kty": "oct", "k": "c2VjcmV0"}),
            json!({"kty": "EC", "crv": "P-256", "x": coordinate}),
            json!({"kty": "EC", "crv": "P-384", "x": coordinate, "y": coordinate}),
            json!({"kty": "EC", "crv": "P-521", "x": coordinate, "y": coordinate}),
            json!({"kid": "a"}),
        ] {
            assert!(key(unusable.clone()).is_none(), "{unusable}");
        }
    }
}
