//! The provider's description of itself.

use serde::Deserialize;
use thiserror::Error;
use url::Url;

use crate::issuer::{Issuer, is_protected};

/// What of the document counts (`OpenID` Connect Discovery 1.0, section 3).
#[derive(Deserialize)]
struct Document {
    issuer: String,
    jwks_uri: String,
}

/// Why the document is not believed.
#[derive(Debug, Error)]
pub(crate) enum DiscoveryError {
    #[error("the discovery document cannot be read: {0}")]
    Unreadable(String),
    #[error("the discovery document is that of {0:?}: OIDC_ISSUER must be written exactly so")]
    AnotherIssuer(String),
    #[error("the discovery document names {0:?} for its keys, which is not reached over TLS")]
    UnprotectedKeys(String),
}

/// Where the keys are.
pub(crate) fn keys_url(document: &[u8], issuer: &Issuer) -> Result<String, DiscoveryError> {
    let document: Document = serde_json::from_slice(document)
        .map_err(|error| DiscoveryError::Unreadable(error.to_string()))?;
    // Section 4.3: it must be exactly the issuer that the document was asked of.
    if document.issuer != issuer.as_str() {
        let issuer = document.issuer.chars().take(200).collect();
        return Err(DiscoveryError::AnotherIssuer(issuer));
    }
    let protected = Url::parse(&document.jwks_uri).is_ok_and(|url| {
        // From a provider elsewhere nothing leads to this machine.
        is_protected(&url) && (url.scheme() == "https" || !issuer.is_over_tls())
    });
    if !protected {
        let url = document.jwks_uri.chars().take(200).collect();
        return Err(DiscoveryError::UnprotectedKeys(url));
    }
    Ok(document.jwks_uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(issuer: &str, said: &str, keys: &str) -> Result<String, String> {
        let issuer: Issuer = issuer.parse().expect("an issuer");
        let document = serde_json::json!({"issuer": said, "jwks_uri": keys, "more": [1]});
        keys_url(document.to_string().as_bytes(), &issuer).map_err(|error| error.to_string())
    }

    #[test]
    fn the_keys_may_be_on_another_host_over_tls() {
        let issuer = "https://accounts.example.org";
        let keys = "https://keys.example.com/v3/certs";
        assert_eq!(at(issuer, issuer, keys).as_deref(), Ok(keys));
        let issuer = "http://127.0.0.1:81/realm";
        for keys in ["http://127.0.0.1:81/keys", "https://id.example.org/keys"] {
            assert_eq!(at(issuer, issuer, keys).as_deref(), Ok(keys));
        }
    }

    #[test]
    fn what_is_not_believed() {
        let issuer = "https://id.example.org/a";
        for said in [
            "https://id.example.org/a/",
            "https://id.example.org/A",
            "https://evil.example.org/a",
            "",
        ] {
            let refused = at(issuer, said, "https://id.example.org/keys");
            let refused = refused.expect_err("another issuer");
            assert!(refused.contains("OIDC_ISSUER"), "{refused}");
        }
        for keys in [
            "http://id.example.org/keys",
            "http://127.0.0.1/keys",
            "file:///keys",
            "/keys",
            "",
        ] {
            assert!(at(issuer, issuer, keys).is_err(), "{keys}");
        }
        let issuer: Issuer = issuer.parse().expect("an issuer");
        for garbage in ["", "<html>", "[]", "{}", r#"{"issuer":1}"#] {
            assert!(keys_url(garbage.as_bytes(), &issuer).is_err(), "{garbage}");
        }
    }
}
