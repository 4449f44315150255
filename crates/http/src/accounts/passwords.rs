//! Changing passwords.

use std::sync::Arc;

use poem_openapi::OpenApi;
use thoughts_domain::accounts::Password;
use thoughts_use_cases::accounts::ChangePasswordCommand;

use super::wire::PasswordChange;
use crate::answer::{Answer, Done, done};
use crate::auth::EvenSuspended;
use crate::body::Body;
use crate::ports::Ports;
use crate::problem::{Problem, Validation, kinds};
use crate::tags::Tag;

/// Changing passwords.
pub(crate) struct PasswordsApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::SignIn")]
impl PasswordsApi {
    /// Change your password
    ///
    /// Takes the present password as a proof, and ends all of your other sessions: at once here,
    /// within two seconds on every other replica. The one that asks goes on.
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
}
