use std::collections::HashSet;

use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;

use super::*;

/// RFC 8037, appendix A.1 and A.3.
const RFC_SEED: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
const RFC_X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const RFC_THUMBPRINT: &str = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k";

#[test]
fn the_key_of_rfc_8037() {
    let key = SigningKey::parse(RFC_SEED).expect("a key");
    assert_eq!(key.public().to_base64url(), RFC_X);
    assert_eq!(key.public().id(), RFC_THUMBPRINT);
}

#[test]
fn the_key_of_rfc_8410() {
    // Section 10.3, without and with the public key.
    let plain = "-----BEGIN PRIVATE KEY-----\n\
        MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n\
        -----END PRIVATE KEY-----\n";
    let key = SigningKey::parse(plain).expect("a key");
    let public = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n\
        -----END PUBLIC KEY-----\n";
    assert_eq!(key.public(), &PublicKey::parse(public).expect("a key"));
}

#[test]
fn what_is_no_private_key() {
    let rsa = "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----";
    let short = STANDARD.encode([7; 31]);
    let public = SigningKey::parse(RFC_SEED)
        .expect("a key")
        .public()
        .to_pem()
        .expect("pem");
    for text in [
        "",
        "hunter2",
        "-----BEGIN PRIVATE KEY-----",
        rsa,
        &short,
        &public,
    ] {
        let error = SigningKey::parse(text).expect_err(text);
        assert_eq!(error, KeyError::NotPrivate);
        assert!(text.is_empty() || !error.to_string().contains(text));
    }
}

#[test]
fn debug_shows_no_secret() {
    let shown = format!("{:?}", SigningKey::parse(RFC_SEED).expect("a key"));
    assert_eq!(shown, format!("SigningKey({RFC_THUMBPRINT})"));
}

#[test]
fn generated_keys_differ() {
    let ids: HashSet<_> = (0..50)
        .map(|_| {
            SigningKey::generate()
                .expect("a key")
                .public()
                .id()
                .to_owned()
        })
        .collect();
    assert_eq!(ids.len(), 50);
}

#[test]
fn derived_secrets_stay_what_they_are() {
    // A change here would end every session and every cursor of every deployment.
    let key = SigningKey::parse(RFC_SEED).expect("a key");
    let found = SecretLabel::ALL.map(|label| {
        let secret = key.derive(label).expect("a secret");
        URL_SAFE_NO_PAD.encode(&secret.as_bytes()[..8])
    });
    assert_eq!(found, EXPECTED_DERIVATIONS);
}

/// Computed once with another implementation of RFC 5869 (Python's hmac module).
const EXPECTED_DERIVATIONS: [&str; 5] = [
    "oBG_KP6euxg",
    "ozG0lJZkfBY",
    "escrmc7t_zk",
    "OugSuYj0zKA",
    "bjnJGqUpmNk",
];

proptest! {
    #[test]
    fn every_form_reads_back_as_the_same_key(seed in any::<[u8; 32]>()) {
        let key = SigningKey::from_seed(&seed);
        let pem = key.to_pem().expect("pem");
        let der: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
        let forms = [
            pem.replace('\n', "\\n"),
            pem.replace('\n', "\r\n"),
            format!(" {pem} "),
            der,
            key.to_base64().expect("base64"),
            STANDARD.encode(seed),
            URL_SAFE_NO_PAD.encode(seed),
        ];
        for form in forms {
            let read = SigningKey::parse(&form).expect("a key");
            prop_assert_eq!(read.public(), key.public());
        }
    }

    #[test]
    fn labels_and_keys_give_different_secrets(a in any::<[u8; 32]>(), b in any::<[u8; 32]>()) {
        prop_assume!(a != b);
        let secrets: HashSet<_> = [a, b]
            .iter()
            .flat_map(|seed| {
                SecretLabel::ALL.map(|label| {
                    *SigningKey::from_seed(seed).derive(label).expect("a secret").as_bytes()
                })
            })
            .collect();
        prop_assert_eq!(secrets.len(), 2 * SecretLabel::ALL.len());
    }
}
