//! Mails over SMTP.

use std::time::Duration;

use async_trait::async_trait;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use thiserror::Error;
use thoughts_use_cases::mail::{MailError, MailTrouble, Mailer, OutgoingMail};
use tokio::time::timeout;

use crate::message::message;
use crate::{Links, MailFrom, SmtpUrl, Transfer};

/// How long one step of the protocol may take.
const STEP: Duration = Duration::from_secs(10);
/// How long a whole mail may take.
const WHOLE: Duration = Duration::from_secs(45);

/// Hands mails to a server over SMTP (RFC 5321), each over a connection of its own.
pub struct SmtpMailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: MailFrom,
    links: Links,
}

/// Why no connection can be prepared.
#[derive(Debug, Error)]
pub enum SmtpSetupError {
    /// TLS cannot be had: the host is none that a certificate can name, or no certificate of an
    /// authority is on this machine.
    #[error("TLS to the server of SMTP_URL cannot be prepared: {0}")]
    Tls(#[source] lettre::transport::smtp::Error),
    /// The further authority is no certificate.
    #[error("the certificate of the authority cannot be read: {0}")]
    Authority(#[source] lettre::transport::smtp::Error),
}

impl SmtpMailer {
    /// Prepares connections; none is opened yet. `authority` is a certificate in PEM that is
    /// trusted beside those that this machine trusts.
    ///
    /// # Errors
    /// [`SmtpSetupError`].
    pub fn new(
        server: &SmtpUrl,
        from: MailFrom,
        links: Links,
        authority: Option<&[u8]>,
    ) -> Result<Self, SmtpSetupError> {
        let tls = match server.transfer {
            Transfer::Plain => Tls::None,
            Transfer::Tls => Tls::Wrapper(parameters(server, authority)?),
            Transfer::StartTls => Tls::Required(parameters(server, authority)?),
            Transfer::StartTlsIfOffered => Tls::Opportunistic(parameters(server, authority)?),
        };
        let hello = ClientId::Domain(from.domain().to_owned());
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(server.host.clone())
                .port(server.port)
                .tls(tls)
                .hello_name(hello)
                .timeout(Some(STEP));
        if let Some((user, password)) = &server.login {
            builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
        }
        Ok(Self {
            transport: builder.build(),
            from,
            links,
        })
    }
}

fn parameters(server: &SmtpUrl, authority: Option<&[u8]>) -> Result<TlsParameters, SmtpSetupError> {
    let mut builder = TlsParameters::builder(server.host.clone());
    if let Some(pem) = authority {
        let certificate = Certificate::from_pem(pem).map_err(SmtpSetupError::Authority)?;
        builder = builder.add_root_certificate(certificate);
    }
    builder.build().map_err(SmtpSetupError::Tls)
}

#[async_trait]
impl Mailer for SmtpMailer {
    async fn send(&self, mail: &OutgoingMail) -> Result<(), MailError> {
        let message = message(mail, &self.from, &self.links)?;
        match timeout(WHOLE, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(mail_error(&error)),
            Err(_) => Err(MailError::Temporary(MailTrouble::Timeout)),
        }
    }
}

/// Sorts an error of SMTP. A code that says that we may not use the server (RFC 4954, section 6)
/// says nothing of the mail: somebody will put the login right, and the mail can wait.
fn mail_error(error: &lettre::transport::smtp::Error) -> MailError {
    if let Some(code) = error.status() {
        let code = u16::from(code);
        return match code {
            530 | 534 | 535 | 538 => MailError::Temporary(MailTrouble::Login(code)),
            500.. => MailError::Permanent(MailTrouble::Code(code)),
            _ => MailError::Temporary(MailTrouble::Code(code)),
        };
    }
    if error.is_timeout() {
        MailError::Temporary(MailTrouble::Timeout)
    } else if error.is_tls() {
        MailError::Temporary(MailTrouble::Tls)
    } else {
        MailError::Temporary(MailTrouble::Connection)
    }
}
