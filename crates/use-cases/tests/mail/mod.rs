//! Mails: from the queue to the mailer, and what their tokens do.

mod delivering;
mod post_office;
mod resetting;
mod verifying;
