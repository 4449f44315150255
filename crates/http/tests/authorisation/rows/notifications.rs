//! Notifications, each caller's own.

use crate::authorisation::{Row, row};

#[rustfmt::skip] // one line each
pub const ROWS: &[Row<'static>] = &[
    //                                 anon owner other blckd moder opera suspd expir forgd
    row("listNotifications",          [401, 200, 200, 200, 200, 200, 200, 401, 401]),
    row("countUnreadNotifications",   [401, 200, 200, 200, 200, 200, 200, 401, 401]),
    row("readNotifications",          [401, 204, 204, 204, 204, 204, 403, 401, 401]),
];
