//! The ready provider, against the program and the page that explains it.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value;
use thoughts_oidc::Issuer;
use url::Url;

use super::compose::Compose;
use crate::support::{Program, path_in_repository};

fn realm() -> Value {
    let text = fs::read_to_string(path_in_repository("deploy/keycloak/realm.json"));
    serde_json::from_str(&text.expect("the realm")).expect("JSON")
}

/// The variables that docs/operations.md has an operator set for it.
fn explained() -> BTreeMap<String, String> {
    let page = fs::read_to_string(path_in_repository("docs/operations.md")).expect("the page");
    let (_, block) = page.split_once("cat >> .env <<'END'\n").expect("a block");
    let (block, _) = block.split_once("\nEND\n").expect("its end");
    let pairs = block.lines().filter_map(|line| line.split_once('='));
    pairs
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[test]
fn what_is_explained_fits_the_provider() {
    let explained = explained();
    let issuer: Issuer = explained["OIDC_ISSUER"].parse().expect("an issuer");
    let url = Url::parse(issuer.as_str()).expect("a URL");
    let compose = Compose::read();
    let provider = compose.service("keycloak");
    let environment = provider.environment();
    let realm = realm();
    let realm_name = realm["realm"].as_str().expect("a name");
    let expected = format!("{}/realms/{realm_name}", environment["KC_HOSTNAME"]);
    assert_eq!(issuer.as_str(), expected);
    let port = url.port().expect("a port");
    assert_eq!(environment["KC_HTTPS_PORT"], port.to_string());
    assert_eq!(
        provider.words("ports"),
        [format!("127.0.0.1:{port}:{port}")]
    );
    let aliases = super::compose::words(&provider.field("networks")["inside"]["aliases"]);
    assert_eq!(aliases, [url.host_str().expect("a host")]);
    let certificate = compose.service("keycloak-certificate");
    assert_eq!(
        certificate.words("command")[0],
        url.host_str().expect("a host")
    );
    assert_eq!(
        certificate.environment()["STORE_PASSWORD"],
        environment["KC_HTTPS_KEY_STORE_PASSWORD"]
    );

    // The file that the one-shot service writes is where the replicas look.
    let written = format!("{}/ca.pem", certificate.words("command")[2]);
    assert_eq!(explained["OIDC_CA_FILE"], written);
    for name in ["api1", "api2"] {
        let mounts = compose.service(name).words("volumes");
        assert_eq!(mounts, ["keycloak-certificates:/certificates:ro"], "{name}");
    }
    let key = environment["KC_HTTPS_KEY_STORE_FILE"].as_str();
    assert_eq!(key, "/keys/keycloak.p12");
    let script = fs::read_to_string(path_in_repository("deploy/keycloak/certificate"));
    let script = script.expect("a script");
    for name in [
        "$keys/keycloak.p12",
        "$certificates/ca.pem",
        "STORE_PASSWORD",
    ] {
        assert!(script.contains(name), "{name}");
    }
}

#[test]
fn its_tokens_are_for_this_service_and_of_a_kind_that_it_verifies() {
    let realm = realm();
    assert_eq!(realm["enabled"], true);
    let algorithm = realm["defaultSignatureAlgorithm"].as_str().expect("a name");
    let page = fs::read_to_string(path_in_repository("docs/operations.md")).expect("the page");
    assert!(page.contains(algorithm), "{algorithm}");
    let client = &realm["clients"][0];
    let audience = &explained()["OIDC_AUDIENCE"];
    let mapper = &client["protocolMappers"][0];
    assert_eq!(mapper["protocolMapper"], "oidc-audience-mapper");
    assert_eq!(mapper["config"]["included.custom.audience"], **audience);
    assert_eq!(mapper["config"]["access.token.claim"], "true");
    // Its ID tokens must not be for the API.
    assert_eq!(mapper["config"]["id.token.claim"], "false");
    let user = &realm["users"][0];
    for text in [
        format!("client_id={}", client["clientId"].as_str().expect("an id")),
        format!("username={}", user["username"].as_str().expect("a name")),
        format!(
            "password={}",
            user["credentials"][0]["value"]
                .as_str()
                .expect("a password")
        ),
    ] {
        assert!(page.contains(&text), "{text}");
    }
}

#[test]
fn what_is_explained_is_what_the_program_takes() {
    let folder = tempfile::tempdir().expect("a folder");
    let config = explained().into_iter().fold(
        Program::new(folder.path(), &["config"]),
        |config, (n, v)| config.var(&n, v),
    );
    let config = config.run();
    for (name, value) in explained() {
        assert!(
            config.printed().contains(&format!("{name}={value}\n")),
            "{name}"
        );
    }
    let api = Compose::read().service("api1").environment();
    for name in explained().keys() {
        assert!(api.contains_key(name), "{name}");
    }
}
