//! Seeing one's second factor, and turning it on.

use std::sync::Arc;

use poem::http::StatusCode;
use poem_openapi::OpenApi;
use thoughts_domain::accounts::Password;
use thoughts_domain::second_factor::TotpCode;
use thoughts_use_cases::second_factor::ConfirmSecondFactorCommand;

use super::wire::{
    Confirmation, EnrolmentJson, EnrolmentRequest, RecoveryCodesJson, SecondFactorJson,
};
use crate::answer::{Answer, Found, Plain, found, json};
use crate::auth::{EvenSuspended, SignedIn};
use crate::body::Body;
use crate::context::Trace;
use crate::params::{Given, IfNoneMatch};
use crate::ports::Ports;
use crate::problem::{Problem, Validation, kinds};
use crate::tags::Tag;

/// It is no part of the profile and has no version of its own; its digest tells it apart.
const VERSION: u32 = 1;

/// Seeing one's second factor, and turning it on.
pub(crate) struct SecondFactorApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::SecondFactor")]
impl SecondFactorApi {
    /// Get your second factor
    ///
    /// Whether it is on, since when, and how many recovery codes are left.
    #[oai(
        path = "/v1/auth/second-factor",
        method = "get",
        operation_id = "getSecondFactor"
    )]
    async fn get(
        &self,
        who: SignedIn,
        /// Representations that you have already.
        #[oai(name = "If-None-Match")]
        condition: Given<IfNoneMatch>,
    ) -> Result<Answer<Found, SecondFactorJson>, Problem> {
        let read = self.0.second_factors.second_factor(who.0.user_id).await?;
        let body = json(&SecondFactorJson::from(&read.value));
        let condition = condition.condition();
        Ok(found(VERSION, body, &read.position, condition.as_ref()))
    }

    /// Begin to turn your second factor on
    ///
    /// Gives a secret for an app that shows codes (TOTP, RFC 6238: SHA-1, six digits, 30 seconds),
    /// to be typed, or as the content of a QR code. Nothing changes until a code confirms it
    /// within an hour; beginning again gives another secret, and the one before it is void. It
    /// asks for your password; who comes from an outside provider has none here, and his second
    /// factor there.
    #[oai(
        path = "/v1/auth/second-factor/enrolment",
        method = "post",
        operation_id = "beginSecondFactor"
    )]
    async fn begin(
        &self,
        who: EvenSuspended,
        body: Body<EnrolmentRequest>,
    ) -> Result<Answer<Plain, EnrolmentJson<'static>>, Problem> {
        let mut validation = Validation::default();
        let password = body
            .open(&mut validation)
            .and_then(|fields| fields.password.take("/password", &mut validation));
        let Some(password) = password else {
            return Err(validation.into_problem());
        };
        // A password that nobody can have is a wrong one, and costs nothing to refuse.
        let password =
            Password::attempt(&password).map_err(|_| Problem::new(&kinds::WRONG_PASSWORD))?;
        let begun = self.0.begin_second_factor.execute(&who.0, &password);
        let body = json(&EnrolmentJson::from(&begun.await?));
        Ok(Answer::json(StatusCode::OK, body))
    }

    /// Turn your second factor on
    ///
    /// Takes the first code that the app shows. From then on signing in by password takes a code
    /// too. The answer holds ten recovery codes, each of which works once in place of a code:
    /// they are not shown again. Your other sessions, which the password alone has opened, end:
    /// at once here, within two seconds on every other replica. A mail tells you of it.
    #[oai(
        path = "/v1/auth/second-factor/confirm",
        method = "post",
        operation_id = "confirmSecondFactor"
    )]
    async fn confirm(
        &self,
        who: EvenSuspended,
        trace: Trace,
        body: Body<Confirmation>,
    ) -> Result<Answer<Plain, RecoveryCodesJson>, Problem> {
        let mut validation = Validation::default();
        let code = body.open(&mut validation).and_then(|fields| {
            let v = &mut validation;
            fields.code.read("/code", v, |text| TotpCode::parse(&text))
        });
        let Some(code) = code else {
            return Err(validation.into_problem());
        };
        let command = ConfirmSecondFactorCommand {
            caller: who.0,
            code,
            trace: trace.0,
        };
        let codes = self.0.confirm_second_factor.execute(command).await?;
        let body = json(&RecoveryCodesJson::from(&codes[..]));
        Ok(Answer::json(StatusCode::OK, body))
    }
}
