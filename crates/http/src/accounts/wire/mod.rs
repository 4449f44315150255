//! What goes over the wire.

mod answers;
mod examples;
mod requests;

pub(crate) use answers::{AccountJson, SessionJson, SignedInJson, SummaryJson, UserJson};
pub(crate) use examples::examples;
pub(super) use requests::{
    AccountPatch, EmailVerification, ForgottenPassword, LoginRequest, PasswordChange,
    PasswordReset, RefreshRequest, RegisterRequest,
};
