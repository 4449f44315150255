//! A provider behind TLS.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rcgen::{CertifiedKey, KeyPair};
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use serde_json::json;
use thoughts_oidc::{OidcSettings, OidcTokens, RootsError};
use thoughts_testing::provider::Page;
use thoughts_use_cases::accounts::{OutsideTokenError, OutsideTokens};

use crate::support::{AUDIENCE, Rig, rig, with};

/// A certificate that signs itself, as small installations have them.
fn certificate() -> CertifiedKey<KeyPair> {
    let names = vec!["127.0.0.1".to_owned()];
    rcgen::generate_simple_self_signed(names).expect("a certificate")
}

fn written(certificate: &CertifiedKey<KeyPair>, folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, certificate.cert.pem()).expect("a file");
    path
}

/// Takes TLS connections on a free port and hands them on in the clear.
fn terminate_tls(to: SocketAddr, certificate: &CertifiedKey<KeyPair>) -> u16 {
    let key = PrivatePkcs8KeyDer::from(certificate.signing_key.serialize_der());
    let chain = vec![certificate.cert.der().clone()];
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, PrivateKeyDer::Pkcs8(key))
        .expect("a certificate");
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let session = ServerConnection::new(Arc::clone(&config)).expect("a session");
            // A client that does not believe us goes away.
            hand_on(StreamOwned::new(session, connection), to);
        }
    });
    port
}

fn hand_on(mut tls: StreamOwned<ServerConnection, TcpStream>, to: SocketAddr) -> Option<()> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        tls.read_exact(&mut byte).ok()?;
        request.push(byte[0]);
    }
    let mut plain = TcpStream::connect(to).ok()?;
    plain.write_all(&request).ok()?;
    let mut answer = Vec::new();
    plain.read_to_end(&mut answer).ok()?;
    tls.write_all(&answer).ok()?;
    tls.conn.send_close_notify();
    tls.flush().ok()
}

/// The rig's provider behind TLS, and its issuer there.
fn behind_tls(rig: &Rig, certificate: &CertifiedKey<KeyPair>) -> String {
    let plain = rig.provider.issuer();
    let port = terminate_tls(rig.provider.address(), certificate);
    let (_, path) = plain["http://".len()..].split_once('/').expect("a path");
    let issuer = format!("https://127.0.0.1:{port}/{path}");
    let document = json!({ "issuer": issuer, "jwks_uri": format!("{issuer}/certs") });
    rig.provider.answer_discovery(Page::Json(document));
    issuer
}

fn verifier(issuer: &str, ca_file: Option<PathBuf>) -> Result<OidcTokens, RootsError> {
    OidcTokens::new(OidcSettings {
        issuer: issuer.parse().expect("an issuer"),
        audience: AUDIENCE.to_owned(),
        ca_file,
        timeout: OidcSettings::TIMEOUT,
    })
}

#[tokio::test]
async fn it_is_believed_by_its_certificate_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (own, foreign) = (certificate(), certificate());
    let rig = rig();
    let issuer = behind_tls(&rig, &own);
    let token = rig.key.token(&with(rig.claims(), "iss", json!(issuer)));

    let file = written(&foreign, folder.path(), "foreign.pem");
    let tokens = verifier(&issuer, Some(file)).expect("a verifier");
    let refused = tokens.verify(&token, rig.now).await;
    assert!(
        matches!(refused, Err(OutsideTokenError::Unavailable(_))),
        "{refused:?}"
    );
    assert_eq!(rig.provider.asked_for_discovery(), 0);

    let file = written(&own, folder.path(), "own.pem");
    let tokens = verifier(&issuer, Some(file)).expect("a verifier");
    let verified = tokens.verify(&token, rig.now).await;
    assert!(verified.is_ok(), "{verified:?}");
}

#[tokio::test]
async fn its_keys_must_not_come_in_the_clear() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = certificate();
    let rig = rig();
    let issuer = behind_tls(&rig, &own);
    let plain = format!("{}/certs", rig.provider.issuer());
    let document = json!({ "issuer": issuer, "jwks_uri": plain });
    rig.provider.answer_discovery(Page::Json(document));
    let token = rig.key.token(&with(rig.claims(), "iss", json!(issuer)));
    let file = written(&own, folder.path(), "own.pem");
    let tokens = verifier(&issuer, Some(file)).expect("a verifier");
    let refused = tokens.verify(&token, rig.now).await;
    assert!(
        matches!(refused, Err(OutsideTokenError::Unavailable(_))),
        "{refused:?}"
    );
    assert_eq!(rig.provider.asked_for_keys(), 0);
}

#[test]
fn a_file_without_certificates_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let issuer = "https://id.example.org";
    let missing = folder.path().join("missing.pem");
    let error = verifier(issuer, Some(missing)).err().expect("an error");
    assert!(error.to_string().contains("missing.pem"), "{error}");
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "no certificate").expect("a file");
    let error = verifier(issuer, Some(empty)).err().expect("an error");
    assert!(error.to_string().contains("empty.pem"), "{error}");
}
