//! The second factor, each caller's own; nobody has turned one on.

use crate::authorisation::{Row, row};

#[rustfmt::skip] // one line each
pub const ROWS: &[Row<'static>] = &[
    //                                 anon owner other blckd moder opera suspd expir forgd
    row("getSecondFactor",            [401, 200, 200, 200, 200, 200, 200, 401, 401]),
    row("beginSecondFactor",          [401, 200, 200, 200, 200, 200, 200, 401, 401])
        .body(r#"{"password": "correct horse"}"#),
    row("confirmSecondFactor",        [401, 403, 403, 403, 403, 403, 403, 401, 401]),
    row("turnOffSecondFactor",        [401, 403, 403, 403, 403, 403, 403, 401, 401])
        .body(r#"{"password": "correct horse", "code": "287082"}"#),
    row("replaceRecoveryCodes",       [401, 403, 403, 403, 403, 403, 403, 401, 401])
        .body(r#"{"password": "correct horse", "code": "287082"}"#),
];
