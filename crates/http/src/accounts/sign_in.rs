//! Signing in and out.

use std::sync::Arc;

use poem::http::{StatusCode, header};
use poem_openapi::OpenApi;
use thoughts_domain::accounts::{DisplayName, Email, Handle, Password};
use thoughts_domain::second_factor::GivenCode;
use thoughts_use_cases::accounts::{
    EndSessionError, LogInCommand, Login, RefreshSecret, RegisterCommand,
};

use super::wire::{LoginRequest, RefreshRequest, RegisterRequest, SignedInJson};
use crate::answer::{Answer, Done, Opened, Plain, done, json};
use crate::auth::EvenSuspended;
use crate::body::Body;
use crate::context::{Origin, Trace};
use crate::params::{PreferredLanguage, UserAgent};
use crate::ports::Ports;
use crate::problem::{Problem, Validation, kinds};
use crate::tags::Tag;

/// Signing in and out.
pub(crate) struct SignInApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::SignIn")]
impl SignInApi {
    /// Open an account
    ///
    /// Opens an account and signs its owner in on this device. The handle and the mail address
    /// must be free. A mail that verifies the address follows, in the language that
    /// `Accept-Language` prefers.
    #[oai(path = "/v1/auth/register", method = "post", operation_id = "register")]
    async fn register(
        &self,
        trace: Trace,
        agent: UserAgent,
        language: PreferredLanguage,
        body: Body<RegisterRequest>,
    ) -> Result<Answer<Opened, SignedInJson<'static>>, Problem> {
        let mut validation = Validation::default();
        let command = body.open(&mut validation).and_then(|fields| {
            let v = &mut validation;
            let handle = fields
                .handle
                .read("/handle", v, |text| Handle::parse(&text));
            let display_name = fields
                .display_name
                .read("/displayName", v, |text| DisplayName::parse(&text));
            let email = fields.email.read("/email", v, |text| Email::parse(&text));
            let password = fields
                .password
                .read("/password", v, |text| Password::parse(&text));
            Some(RegisterCommand {
                handle: handle?,
                display_name: display_name?,
                email: email?,
                password: password?,
                language: language.0,
                user_agent: agent.0,
                trace: trace.0,
            })
        });
        let Some(command) = command else {
            return Err(validation.into_problem());
        };
        let signed_in = self.0.register.execute(command).await?;
        let location = format!("/v1/users/{}", signed_in.account.profile.summary.id);
        let body = json(&SignedInJson::from(&signed_in));
        Ok(Answer::json(StatusCode::CREATED, body).with(header::LOCATION, &location))
    }

    /// Sign in
    ///
    /// Opens a session on this device, by handle or mail address. An unknown login and a wrong
    /// password are one answer in one time. Where the second factor is on, the right password
    /// alone is answered by 401 `second_factor_required`; ask for a code then, and send all of it
    /// again. A code works once.
    #[oai(path = "/v1/auth/login", method = "post", operation_id = "logIn")]
    async fn log_in(
        &self,
        trace: Trace,
        agent: UserAgent,
        origin: Origin,
        body: Body<LoginRequest>,
    ) -> Result<Answer<Plain, SignedInJson<'static>>, Problem> {
        let mut validation = Validation::default();
        let given = body.open(&mut validation).and_then(|fields| {
            let login = fields.login.take("/login", &mut validation);
            let password = fields.password.take("/password", &mut validation);
            let parse = |text: String| GivenCode::parse(&text);
            let code = fields
                .second_factor_code
                .read("/secondFactorCode", &mut validation, parse);
            Some((login?, password?, code?))
        });
        let Some((login, password, second_factor)) = given else {
            return Err(validation.into_problem());
        };
        // A password that nobody can have is a wrong one, and costs nothing to refuse.
        let password =
            Password::attempt(&password).map_err(|_| Problem::new(&kinds::INVALID_CREDENTIALS))?;
        let command = LogInCommand {
            login: somebody(&login),
            password,
            user_agent: agent.0,
            origin: origin.0,
            second_factor,
            trace: trace.0,
        };
        let signed_in = self.0.log_in.execute(command).await?;
        Ok(Answer::json(
            StatusCode::OK,
            json(&SignedInJson::from(&signed_in)),
        ))
    }

    /// Get the next pair of tokens
    ///
    /// A refresh token works once and gives its successor. For 10 seconds, and while the
    /// successor is unused, the old one gives that same successor again, so that a lost answer
    /// does no harm; after that its reuse ends the session.
    #[oai(path = "/v1/auth/refresh", method = "post", operation_id = "refresh")]
    async fn refresh(
        &self,
        body: Body<RefreshRequest>,
    ) -> Result<Answer<Plain, SignedInJson<'static>>, Problem> {
        let mut validation = Validation::default();
        let token = body
            .open(&mut validation)
            .and_then(|fields| fields.refresh_token.take("/refreshToken", &mut validation));
        let Some(token) = token else {
            return Err(validation.into_problem());
        };
        let refreshed = self.0.refresh_session.execute(RefreshSecret::new(token));
        let signed_in = refreshed.await?;
        Ok(Answer::json(
            StatusCode::OK,
            json(&SignedInJson::from(&signed_in)),
        ))
    }

    /// Sign out
    ///
    /// Ends the session that asks: at once here, within two seconds on every other replica. By a
    /// token of an outside provider nothing ends: the session is there.
    #[oai(path = "/v1/auth/logout", method = "post", operation_id = "logOut")]
    async fn log_out(&self, who: EvenSuspended) -> Result<Answer<Done, ()>, Problem> {
        let Some(session) = who.0.session_id else {
            // The session is the provider's: there it ends.
            return Ok(done());
        };
        match self.0.end_session.execute(&who.0, session).await {
            // It ended in the meantime: just what was asked for.
            Ok(()) | Err(EndSessionError::NotFound) => Ok(done()),
            Err(error) => Err(error.into()),
        }
    }
}

/// Whom a login can name; none when it can be nobody's.
fn somebody(login: &str) -> Option<Login> {
    if login.contains('@') {
        Email::parse(login).ok().map(Login::Email)
    } else {
        Handle::parse(login.trim()).ok().map(Login::Handle)
    }
}
