//! Showing that a mail address is one's own.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_use_cases::accounts::OneTimeSecret;

use super::wire::EmailVerification;
use crate::answer::{Accepted, Answer, Done, accepted, done};
use crate::auth::SignedIn;
use crate::body::Body;
use crate::ports::Ports;
use crate::problem::{Problem, Validation};
use crate::tags::Tag;

/// Showing that a mail address is one's own.
pub(crate) struct EmailsApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::SignIn")]
impl EmailsApi {
    /// Verify your mail address
    ///
    /// Takes the token from the mail that followed your registration. It works once, within three
    /// days; a newer one makes it bad.
    #[oai(
        path = "/v1/auth/email/verify",
        method = "post",
        operation_id = "verifyEmail"
    )]
    async fn verify(&self, body: Body<EmailVerification>) -> Result<Answer<Done, ()>, Problem> {
        let mut validation = Validation::default();
        let token = body
            .open(&mut validation)
            .and_then(|fields| fields.token.take("/token", &mut validation));
        let Some(token) = token else {
            return Err(validation.into_problem());
        };
        let token = OneTimeSecret::new(token);
        self.0.verify_email.execute(token).await?;
        Ok(done())
    }

    /// Ask again for the mail that verifies your address
    ///
    /// The token in it makes the earlier one bad. An address that is verified gets no mail.
    #[oai(
        path = "/v1/auth/email/verification",
        method = "post",
        operation_id = "requestVerification"
    )]
    async fn request(&self, who: SignedIn) -> Result<Answer<Accepted, ()>, Problem> {
        self.0.request_verification.execute(&who.0).await?;
        Ok(accepted())
    }
}
