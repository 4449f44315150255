//! A second factor beside the password: codes of an app (TOTP), and recovery codes for who has
//! lost it.

mod code;
mod events;
mod factor;

pub use code::{GivenCode, GivenCodeError, RECOVERY_CODES, RecoveryCode, TotpCode, TotpCodeError};
pub use events::{SecondFactorChange, SecondFactorChanged};
pub use factor::{ENROLMENT_LIFETIME, SecondFactor, TimeStep};
