//! What goes over the wire.

use serde_json::{Value, json};
use thoughts_domain::second_factor::RecoveryCode;
use thoughts_domain::time::Timestamp;
use thoughts_use_cases::second_factor::{Enrolment, SecondFactorView};

use crate::body::Required;
use crate::schema::{Moment, object};

object! {
    answer
    /// Your second factor.
    SecondFactorJson = "SecondFactor" {
        /// Whether signing in by password takes a code too.
        enabled: bool = "enabled",
        /// Since when; null while it is off.
        enabled_at: Option<Moment> = "enabledAt",
        /// How many recovery codes are left.
        recovery_codes_left: u32 = "recoveryCodesLeft",
    }
}

object! {
    answer
    /// A secret that waits for its first code.
    EnrolmentJson<'a> = "SecondFactorEnrolment" {
        /// The secret in base 32, for who types it.
        secret: &'a str = "secret",
        /// The secret with all that an app needs: the content of a QR code.
        otpauth_url: &'a str = "otpauthUrl",
        /// Until when it waits.
        expires_at: Moment = "expiresAt",
    }
}

object! {
    answer
    /// Recovery codes, shown this once. Each works once in place of a code of the app.
    RecoveryCodesJson = "RecoveryCodes" {
        /// The codes; how they are spaced does not count, nor do capitals.
        recovery_codes: Vec<String> = "recoveryCodes",
    }
}

object! {
    request
    /// Who wants a second factor.
    EnrolmentRequest = "SecondFactorEnrolmentRequest" {
        /// Your password.
        password: Required<String> = "password",
    }
}

object! {
    request
    /// The first code.
    Confirmation = "SecondFactorConfirmation" {
        /// The six digits that the app shows.
        code: Required<String> = "code",
    }
}

object! {
    request
    /// What proves that it is you.
    Proof = "SecondFactorProof" {
        /// Your password.
        password: Required<String> = "password",
        /// The six digits that the app shows, or a recovery code.
        code: Required<String> = "code",
    }
}

impl From<&SecondFactorView> for SecondFactorJson {
    fn from(view: &SecondFactorView) -> Self {
        Self {
            enabled: view.enabled_at.is_some(),
            enabled_at: view.enabled_at.map(Moment),
            recovery_codes_left: view.recovery_codes_left,
        }
    }
}

impl<'a> From<&'a Enrolment> for EnrolmentJson<'a> {
    fn from(enrolment: &'a Enrolment) -> Self {
        Self {
            secret: &enrolment.secret,
            otpauth_url: &enrolment.url,
            expires_at: Moment(enrolment.expires_at),
        }
    }
}

impl From<&[RecoveryCode]> for RecoveryCodesJson {
    fn from(codes: &[RecoveryCode]) -> Self {
        Self {
            recovery_codes: codes.iter().map(RecoveryCode::to_shown).collect(),
        }
    }
}

/// Examples of this room, by schema.
pub(crate) fn examples() -> Vec<(&'static str, Value)> {
    let moment = Timestamp::from_micros(1_767_225_600_000_000);
    let view = SecondFactorView {
        enabled_at: Some(moment),
        recovery_codes_left: 9,
    };
    let enrolment = Enrolment {
        secret: "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned(),
        url:
            "otpauth://totp/Thoughts:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Thoughts"
                .to_owned(),
        expires_at: moment,
    };
    let codes: [RecoveryCode; 2] = [[9; 10], [70; 10]].map(RecoveryCode::of_chance);
    vec![
        ("SecondFactor", json!(SecondFactorJson::from(&view))),
        (
            "SecondFactorEnrolment",
            json!(EnrolmentJson::from(&enrolment)),
        ),
        ("RecoveryCodes", json!(RecoveryCodesJson::from(&codes[..]))),
        (
            "SecondFactorEnrolmentRequest",
            json!({"password": "correct horse battery staple"}),
        ),
        ("SecondFactorConfirmation", json!({"code": "287082"})),
        (
            "SecondFactorProof",
            json!({"password": "correct horse battery staple", "code": "287082"}),
        ),
    ]
}
