//! Reports, and what is for moderators.

use crate::authorisation::{Row, row};

#[rustfmt::skip] // one line each
pub const ROWS: &[Row<'static>] = &[
    //                                 anon owner other blckd moder opera suspd expir forgd
    row("suspendUser",                [401, 403, 403, 403, 204, 204, 403, 401, 401]),
    row("unsuspendUser",              [401, 403, 403, 403, 204, 204, 403, 401, 401]),
    row("hidePost",                   [401, 403, 403, 403, 204, 204, 403, 401, 401]),
    row("unhidePost",                 [401, 403, 403, 403, 204, 204, 403, 401, 401]),
    row("hideComment",                [401, 403, 403, 403, 204, 204, 403, 401, 401]),
    row("unhideComment",              [401, 403, 403, 403, 204, 204, 403, 401, 401]),
    row("listModerationLog",          [401, 403, 403, 403, 200, 200, 403, 401, 401]),
    row("fileReport",                 [401, 400, 201, 201, 201, 201, 403, 401, 401])
        .body(r#"{"postId": "{post}", "reason": "spam"}"#),
    row("getReport",                  [401, 200, 404, 404, 404, 404, 404, 401, 401]),
    row("listReports",                [401, 403, 403, 403, 200, 200, 403, 401, 401]),
    row("resolveReport",              [401, 403, 403, 403, 204, 204, 403, 401, 401]),
];
