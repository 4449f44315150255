//! Protection on the way.

use std::net::TcpStream;
use std::sync::Arc;

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use thoughts_domain::accounts::Language;
use thoughts_mail::SmtpMailer;
use thoughts_testing::smtp::{SmtpServer, Stream};
use thoughts_use_cases::mail::{MailError, MailTrouble, Mailer};

use crate::support::{from, links, mail, mailer};

/// A server that speaks TLS from the first byte, and the authority of its certificate.
fn server() -> (SmtpServer, String) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .expect("a configuration");
    let config = Arc::new(config);
    let wrap = move |stream: TcpStream| -> Box<dyn Stream> {
        let connection = ServerConnection::new(Arc::clone(&config)).expect("a connection");
        Box::new(StreamOwned::new(connection, stream))
    };
    (SmtpServer::wrapped(Box::new(wrap)), cert.pem())
}

#[tokio::test]
async fn smtps_sends_to_a_server_that_is_trusted_and_to_no_other() {
    let (server, authority) = server();
    let url = format!("smtps://localhost:{}", server.port());
    let url = url.parse().expect("a URL");
    let trusting = SmtpMailer::new(&url, from(), links(), Some(authority.as_bytes()));
    let trusting = trusting.expect("a mailer");
    let sent = trusting.send(&mail("Ada", Language::En)).await;
    assert_eq!(sent, Ok(()));
    let strict = SmtpMailer::new(&url, from(), links(), None).expect("a mailer");
    let sent = strict.send(&mail("Ada", Language::En)).await;
    assert!(matches!(sent, Err(MailError::Temporary(_))), "{sent:?}");
    assert_eq!(server.taken().len(), 1);
}

#[tokio::test]
async fn without_the_starttls_that_is_required_nothing_is_sent() {
    let server = SmtpServer::start();
    let mailer = mailer(&server, "", "?tls=required");
    let sent = mailer.send(&mail("Ada", Language::En)).await;
    assert!(
        matches!(
            sent,
            Err(MailError::Temporary(
                MailTrouble::Tls | MailTrouble::Connection
            ))
        ),
        "{sent:?}"
    );
    assert!(server.taken().is_empty());
}
