//! Passwords: changing them, and setting a new one when they are forgotten.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::accounts::{Email, Password};
use thoughts_use_cases::accounts::{ChangePasswordCommand, OneTimeSecret};

use super::wire::{ForgottenPassword, PasswordChange, PasswordReset};
use crate::answer::{Accepted, Answer, Done, accepted, done};
use crate::auth::EvenSuspended;
use crate::body::Body;
use crate::ports::Ports;
use crate::problem::{Problem, Validation, kinds};
use crate::tags::Tag;

/// Passwords.
pub(crate) struct PasswordsApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::SignIn")]
impl PasswordsApi {
    /// Change your password
    ///
    /// Takes the present password as a proof, and ends all of your other sessions: at once here,
    /// within two seconds on every other replica. The one that asks goes on. A mail tells you of
    /// the change.
    #[oai(
        path = "/v1/auth/password",
        method = "post",
        operation_id = "changePassword"
    )]
    async fn change(
        &self,
        who: EvenSuspended,
        body: Body<PasswordChange>,
    ) -> Result<Answer<Done, ()>, Problem> {
        let mut validation = Validation::default();
        let given = body.open(&mut validation).and_then(|fields| {
            let v = &mut validation;
            let current = fields.current_password.take("/currentPassword", v);
            let next = fields
                .new_password
                .read("/newPassword", v, |text| Password::parse(&text));
            Some((current?, next?))
        });
        let Some((current, next)) = given else {
            return Err(validation.into_problem());
        };
        // A password that nobody can have is a wrong one, and costs nothing to refuse.
        let current =
            Password::attempt(&current).map_err(|_| Problem::new(&kinds::WRONG_PASSWORD))?;
        let command = ChangePasswordCommand {
            caller: who.0,
            current,
            next,
        };
        self.0.change_password.execute(command).await?;
        Ok(done())
    }

    /// Ask for a mail that sets a new password
    ///
    /// Always says 202 in the same time, whether anybody has the address or not. The mail holds a
    /// token that works once, within an hour; a newer one makes it bad.
    #[oai(
        path = "/v1/auth/password/forgot",
        method = "post",
        operation_id = "forgetPassword"
    )]
    async fn forgot(&self, body: Body<ForgottenPassword>) -> Result<Answer<Accepted, ()>, Problem> {
        let mut validation = Validation::default();
        let email = body.open(&mut validation).and_then(|fields| {
            let v = &mut validation;
            fields.email.read("/email", v, |text| Email::parse(&text))
        });
        let Some(email) = email else {
            return Err(validation.into_problem());
        };
        self.0.request_password_reset.execute(&email).await?;
        Ok(accepted())
    }

    /// Set a new password by a mailed token
    ///
    /// Ends all of your sessions and verifies your mail address. The token works once.
    #[oai(
        path = "/v1/auth/password/reset",
        method = "post",
        operation_id = "resetPassword"
    )]
    async fn reset(&self, body: Body<PasswordReset>) -> Result<Answer<Done, ()>, Problem> {
        let mut validation = Validation::default();
        let given = body.open(&mut validation).and_then(|fields| {
            let v = &mut validation;
            let token = fields.token.take("/token", v);
            let password = fields
                .new_password
                .read("/newPassword", v, |text| Password::parse(&text));
            Some((token?, password?))
        });
        let Some((token, password)) = given else {
            return Err(validation.into_problem());
        };
        let token = OneTimeSecret::new(token);
        self.0.reset_password.execute(token, password).await?;
        Ok(done())
    }
}
