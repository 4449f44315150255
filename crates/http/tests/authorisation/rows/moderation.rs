//! What is for moderators.

use crate::authorisation::{Row, row};

#[rustfmt::skip] // one line each
pub const ROWS: &[Row<'static>] = &[
    //                                 anon owner other blckd moder opera suspd expir forgd
    row("suspendUser",                [401, 403, 403, 403, 204, 204, 403, 401, 401]),
    row("unsuspendUser",              [401, 403, 403, 403, 204, 204, 403, 401, 401]),
    row("listModerationLog",          [401, 403, 403, 403, 200, 200, 403, 401, 401]),
];
