//! What arrives.

use mail_parser::MimeHeaders;
use thoughts_domain::accounts::Language;
use thoughts_testing::smtp::SmtpServer;
use thoughts_use_cases::mail::Mailer;

use crate::support::{ID, TOKEN, mail, mailer};

#[tokio::test]
async fn a_mail_arrives_in_both_forms_under_a_name_of_its_own() {
    let server = SmtpServer::start();
    let mailer = mailer(&server, "", "");
    for language in [Language::En, Language::Pt] {
        let sent = mailer.send(&mail("Ada Lovelace", language)).await;
        assert_eq!(sent, Ok(()));
    }
    let [english, portuguese] = [server.mail(1), server.mail(2)];
    assert_eq!(english.from, "no-reply@thoughts.example");
    assert_eq!(english.to, ["ada@example.org"]);
    assert_eq!(english.subject(), "Set a new password");
    assert_eq!(portuguese.subject(), "Defina uma nova senha");
    assert!(
        portuguese.text().contains("alguém"),
        "{}",
        portuguese.text()
    );
    for taken in [&english, &portuguese] {
        let message = taken.message();
        assert_eq!(taken.token(), TOKEN);
        assert!(taken.html().contains(TOKEN));
        let id = format!("{ID}@thoughts.example");
        assert_eq!(message.message_id(), Some(id.as_str()));
        assert!(message.date().is_some());
        assert_eq!(
            message.header_raw("Auto-Submitted").map(str::trim),
            Some("auto-generated")
        );
        let kind = message.content_type().expect("a type");
        assert_eq!(kind.subtype(), Some("alternative"));
        let to = message.to().and_then(|to| to.first()).expect("a recipient");
        assert_eq!(to.name(), Some("Ada Lovelace"));
    }
}

#[tokio::test]
async fn nothing_in_a_name_begins_a_header() {
    let server = SmtpServer::start();
    let mailer = mailer(&server, "", "");
    let names = [
        "Eve\r\nBcc: mallory@example.org\r\n\r\nnot a body",
        "Eve\nBcc: mallory@example.org",
        "Eve\r.\r\nRCPT TO:<mallory@example.org>",
        "\"Eve\" <mallory@example.org>, Ada",
        "Éve 🦀 =?utf-8?q?=0D=0ABcc:_mallory=40example.org?=",
    ];
    for (number, name) in names.iter().enumerate() {
        let sent = mailer.send(&mail(name, Language::En)).await;
        assert_eq!(sent, Ok(()), "{name:?}");
        let taken = server.mail(number + 1);
        assert_eq!(taken.to, ["ada@example.org"], "{name:?}");
        let message = taken.message();
        assert!(message.bcc().is_none(), "{name:?}");
        let to = message.to().expect("recipients");
        let addresses: Vec<_> = to.iter().filter_map(|to| to.address()).collect();
        assert_eq!(addresses, ["ada@example.org"], "{name:?}");
        assert_eq!(taken.token(), TOKEN, "{name:?}");
    }
}
