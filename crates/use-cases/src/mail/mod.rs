//! Mails: what is sent to users, the queue that it waits in, and the port to who sends it.
//!
//! Whoever has something to tell leaves a row in the queue, in the unit of work that made it true.
//! [`DeliverMail`] takes the rows one by one. What is secret in a mail (a one-time token) is in no
//! row: it is worked out from the row's id and the server's key when the mail is sent, so that a
//! second try sends the same token.

mod deliver_mail;
mod mails;
mod ports;
mod queue;

pub use deliver_mail::*;
pub use mails::*;
pub use ports::*;
pub use queue::*;
