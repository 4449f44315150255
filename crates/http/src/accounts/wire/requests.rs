//! What clients say of accounts.

use crate::body::{Clearable, Optional, Required};
use crate::schema::object;

object! {
    request
    /// What a newcomer says.
    RegisterRequest = "RegisterRequest" {
        /// By which others mention the user: 3 to 30 letters from a to z, digits and `_`. Capitals become small.
        handle: Required<String> = "handle",
        /// The name to show, 1 to 50 characters (grapheme clusters) on one line.
        display_name: Required<String> = "displayName",
        /// The mail address; private.
        email: Required<String> = "email",
        /// 8 to 256 characters.
        password: Required<String> = "password",
    }
}

object! {
    request
    /// Who wants in.
    LoginRequest = "LoginRequest" {
        /// The handle or the mail address.
        login: Required<String> = "login",
        /// The password.
        password: Required<String> = "password",
        /// Needed when the account's second factor is on: the six digits that the app shows, or a recovery code. Looked at only when the password is right.
        second_factor_code: Optional<String> = "secondFactorCode",
    }
}

object! {
    request
    /// A refresh token to be exchanged.
    RefreshRequest = "RefreshRequest" {
        /// The token, which works once.
        refresh_token: Required<String> = "refreshToken",
    }
}

object! {
    request
    /// A change of one's own password.
    PasswordChange = "PasswordChangeRequest" {
        /// The present password.
        current_password: Required<String> = "currentPassword",
        /// The next one: 8 to 256 characters.
        new_password: Required<String> = "newPassword",
    }
}

object! {
    request
    /// Whose password is forgotten.
    ForgottenPassword = "ForgottenPasswordRequest" {
        /// The mail address of the account.
        email: Required<String> = "email",
    }
}

object! {
    request
    /// A new password by a mailed token.
    PasswordReset = "PasswordResetRequest" {
        /// The token from the mail.
        token: Required<String> = "token",
        /// The new password: 8 to 256 characters.
        new_password: Required<String> = "newPassword",
    }
}

object! {
    request
    /// A mail address that is shown to be one's own.
    EmailVerification = "EmailVerificationRequest" {
        /// The token from the mail.
        token: Required<String> = "token",
    }
}

object! {
    request
    /// A change of one's own account. What is left out stays.
    AccountPatch = "AccountPatch" {
        /// 3 to 30 letters from a to z, digits and `_`. The former one leads here for 30 days, and is kept for you alone.
        handle: Optional<String> = "handle",
        /// The name to show, 1 to 50 characters on one line.
        display_name: Optional<String> = "displayName",
        /// A few words, up to 300 characters; `null` clears.
        bio: Clearable<String> = "bio",
        /// An http or https URL of a picture; `null` clears.
        avatar_url: Clearable<String> = "avatarUrl",
        /// Settings.
        settings: Optional<SettingsPatch> = "settings",
    }
}

object! {
    request
    /// A change of settings. What is left out stays.
    SettingsPatch = "SettingsPatch" {
        /// The language of mails: `en` or `pt`.
        language: Optional<String> = "language",
    }
}
