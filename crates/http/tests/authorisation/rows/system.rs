//! Health and keys, which look at no token.

use crate::authorisation::{Row, row};

#[rustfmt::skip] // one line each
pub const ROWS: &[Row<'static>] = &[
    //                                 anon owner other blckd moder opera suspd expir forgd
    row("live",                       [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    row("ready",                      [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    row("checkHealth",                [200, 200, 200, 200, 200, 200, 200, 200, 200]),
    row("getKeySet",                  [200, 200, 200, 200, 200, 200, 200, 200, 200]),
];
