//! What becomes of a mail that is not taken.

use std::net::TcpListener;

use thoughts_domain::accounts::Language;
use thoughts_mail::SmtpMailer;
use thoughts_testing::smtp::{Reaction, SmtpServer};
use thoughts_use_cases::mail::{MailError, MailTrouble, Mailer};

use crate::support::{from, links, mail, mailer};

const LATER: MailError = MailError::Temporary(MailTrouble::Code(451));
const NEVER: MailError = MailError::Permanent(MailTrouble::Code(550));
const LOST: MailError = MailError::Temporary(MailTrouble::Connection);

#[tokio::test]
async fn a_server_says_later_or_never_and_then_takes_it() {
    let server = SmtpServer::start();
    let mailer = mailer(&server, "", "");
    server.react([Reaction::Later, Reaction::Never, Reaction::Take]);
    for expected in [Err(LATER), Err(NEVER), Ok(())] {
        assert_eq!(mailer.send(&mail("Ada", Language::En)).await, expected);
    }
    assert_eq!(server.taken().len(), 1);
}

#[tokio::test]
async fn a_connection_that_is_lost_means_that_nobody_knows() {
    let server = SmtpServer::start();
    let mailer = mailer(&server, "", "");
    server.react([Reaction::HangUp, Reaction::TakeAndHangUp]);
    for taken in [0, 1] {
        let sent = mailer.send(&mail("Ada", Language::En)).await;
        assert_eq!(sent, Err(LOST));
        assert_eq!(server.taken().len(), taken);
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_may_come() {
    let port = {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
        listener.local_addr().expect("an address").port()
    };
    let url = format!("smtp://127.0.0.1:{port}").parse().expect("a URL");
    let mailer = SmtpMailer::new(&url, from(), links(), None).expect("a mailer");
    let sent = mailer.send(&mail("Ada", Language::En)).await;
    assert_eq!(sent, Err(LOST));
}

#[tokio::test]
async fn the_login_is_given_and_a_refused_one_costs_no_mail() {
    let server = SmtpServer::with_login("thoughts", "p@ss word");
    let right = mailer(&server, "thoughts:p%40ss%20word@", "");
    assert_eq!(right.send(&mail("Ada", Language::En)).await, Ok(()));
    for login in ["thoughts:wrong@", ""] {
        let wrong = mailer(&server, login, "");
        let sent = wrong.send(&mail("Ada", Language::En)).await;
        let refused = matches!(
            sent,
            Err(MailError::Temporary(MailTrouble::Login(530 | 535)))
        );
        assert!(refused, "{login:?}: {sent:?}");
    }
    assert_eq!(server.taken().len(), 1);
}

#[tokio::test]
async fn no_error_repeats_what_the_server_said() {
    let server = SmtpServer::start();
    server.react([Reaction::Never]);
    let sent = mailer(&server, "", "")
        .send(&mail("Ada", Language::En))
        .await;
    let told = sent.expect_err("refused").to_string();
    assert!(
        !told.contains("example.org") && told.contains("550"),
        "{told}"
    );
}
