//! Accounts and sessions. Signing in, refreshing and mailed tokens look at no access token.

use crate::authorisation::{Row, row};

#[rustfmt::skip] // one line each
pub const ROWS: &[Row<'static>] = &[
    //                                 anon owner other blckd moder opera suspd expir forgd
    row("register",                   [201, 201, 201, 201, 201, 201, 201, 201, 201])
        .body(r#"{"handle": "{fresh}", "displayName": "New", "email": "{fresh}@example.com", "password": "correct horse"}"#),
    row("logIn",                      [200, 200, 200, 200, 200, 200, 200, 200, 200])
        .body(r#"{"login": "{handle}", "password": "correct horse"}"#),
    row("refresh",                    [200, 200, 200, 200, 200, 200, 200, 200, 200])
        .body(r#"{"refreshToken": "{refreshToken}"}"#),
    row("forgetPassword",             [202, 202, 202, 202, 202, 202, 202, 202, 202])
        .body(r#"{"email": "{handle}@example.com"}"#),
    row("resetPassword",              [400, 400, 400, 400, 400, 400, 400, 400, 400]),
    row("verifyEmail",                [400, 400, 400, 400, 400, 400, 400, 400, 400]),
    row("requestVerification",        [401, 202, 202, 202, 202, 202, 403, 401, 401]),
    row("changePassword",             [401, 204, 204, 204, 204, 204, 204, 401, 401])
        .body(r#"{"currentPassword": "correct horse", "newPassword": "battery staple"}"#),
    row("logOut",                     [401, 204, 204, 204, 204, 204, 204, 401, 401]),
    row("listSessions",               [401, 200, 200, 200, 200, 200, 200, 401, 401]),
    row("endSession",                 [401, 204, 404, 404, 404, 404, 404, 401, 401]),
    row("getMe",                      [401, 200, 200, 200, 200, 200, 200, 401, 401]),
    row("changeMe",                   [401, 200, 200, 200, 200, 200, 403, 401, 401])
        .body(r#"{"bio": "new"}"#),
    row("deleteMe",                   [401, 204, 204, 204, 204, 204, 204, 401, 401]),
    row("exportMe",                   [401, 200, 200, 200, 200, 200, 200, 401, 401]),
    row("listUsers",                  [200, 200, 200, 200, 200, 200, 200, 401, 401]),
    row("getUser",                    [200, 200, 200, 404, 200, 200, 200, 401, 401]),
    row("getUserByHandle",            [200, 200, 200, 404, 200, 200, 200, 401, 401]),
];
