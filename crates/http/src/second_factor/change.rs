//! Changing a second factor that is on.

use std::sync::Arc;

use poem::http::StatusCode;
use poem_openapi::OpenApi;
use thoughts_domain::accounts::Password;
use thoughts_domain::second_factor::GivenCode;
use thoughts_use_cases::accounts::Caller;
use thoughts_use_cases::second_factor::SecondFactorProof;

use super::wire::{Proof, RecoveryCodesJson};
use crate::answer::{Answer, Done, Plain, done, json};
use crate::auth::EvenSuspended;
use crate::body::Body;
use crate::context::Trace;
use crate::ports::Ports;
use crate::problem::{Problem, Validation, kinds};
use crate::tags::Tag;

/// Changing a second factor that is on.
pub(crate) struct ChangeSecondFactorApi(pub(crate) Arc<Ports>);

#[OpenApi(tag = "Tag::SecondFactor")]
impl ChangeSecondFactorApi {
    /// Make new recovery codes
    ///
    /// Makes ten new ones; all earlier ones are void. Takes your password, and a code of the app
    /// or a recovery code. A mail tells you of it.
    #[oai(
        path = "/v1/auth/second-factor/recovery-codes",
        method = "post",
        operation_id = "replaceRecoveryCodes"
    )]
    async fn replace_codes(
        &self,
        who: EvenSuspended,
        trace: Trace,
        body: Body<Proof>,
    ) -> Result<Answer<Plain, RecoveryCodesJson>, Problem> {
        let proof = proof(who.0, trace, body)?;
        let codes = self.0.replace_recovery_codes.execute(proof).await?;
        let body = json(&RecoveryCodesJson::from(&codes[..]));
        Ok(Answer::json(StatusCode::OK, body))
    }

    /// Turn your second factor off
    ///
    /// From then on your password alone signs you in; the secret and the recovery codes are gone.
    /// Takes your password, and a code of the app or a recovery code. Sessions go on. A mail
    /// tells you of it.
    #[oai(
        path = "/v1/auth/second-factor/off",
        method = "post",
        operation_id = "turnOffSecondFactor"
    )]
    async fn turn_off(
        &self,
        who: EvenSuspended,
        trace: Trace,
        body: Body<Proof>,
    ) -> Result<Answer<Done, ()>, Problem> {
        let proof = proof(who.0, trace, body)?;
        self.0.turn_off_second_factor.execute(proof).await?;
        Ok(done())
    }
}

fn proof(caller: Caller, trace: Trace, body: Body<Proof>) -> Result<SecondFactorProof, Problem> {
    let mut validation = Validation::default();
    let given = body.open(&mut validation).and_then(|fields| {
        let v = &mut validation;
        let password = fields.password.take("/password", v);
        let code = fields.code.read("/code", v, |text| GivenCode::parse(&text));
        Some((password?, code?))
    });
    let Some((password, code)) = given else {
        return Err(validation.into_problem());
    };
    // A password that nobody can have is a wrong one, and costs nothing to refuse.
    let password =
        Password::attempt(&password).map_err(|_| Problem::new(&kinds::WRONG_PASSWORD))?;
    Ok(SecondFactorProof {
        caller,
        password,
        code,
        trace: trace.0,
    })
}
