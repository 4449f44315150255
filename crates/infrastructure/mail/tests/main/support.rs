//! A mailer at a server.

use thoughts_domain::accounts::Language;
use thoughts_domain::ids::MailId;
use thoughts_mail::{Links, MailFrom, SmtpMailer};
use thoughts_testing::smtp::SmtpServer;
use thoughts_use_cases::accounts::OneTimeSecret;
use thoughts_use_cases::mail::{MailContent, OutgoingMail, Recipient};

pub const TOKEN: &str = "Rk3t0HcO5VqYx2nZ8bW1mAaPq7sDfGhJkLzXcVbNmQw";
pub const ID: &str = "tz4a98xxat96iws9zmbrgj3a";

pub fn from() -> MailFrom {
    MailFrom::no_reply("thoughts.example").expect("an address")
}

pub fn links() -> Links {
    Links::below("https://thoughts.example")
}

/// A mailer for the server, whose URL gets `login` before and `query` behind.
pub fn mailer(server: &SmtpServer, login: &str, query: &str) -> SmtpMailer {
    let url = format!("smtp://{login}127.0.0.1:{}{query}", server.port());
    let url = url.parse().expect("a URL");
    SmtpMailer::new(&url, from(), links(), None).expect("a mailer")
}

pub fn mail(name: &str, language: Language) -> OutgoingMail {
    OutgoingMail {
        id: MailId::parse(ID).expect("an id"),
        to: Recipient {
            email: "ada@example.org".to_owned(),
            display_name: name.to_owned(),
            handle: "ada".to_owned(),
            language,
        },
        content: MailContent::ResetPassword(OneTimeSecret::new(TOKEN.to_owned())),
    }
}
